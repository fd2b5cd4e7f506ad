package safekit.lab.acceptance;

import java.util.ArrayList;
import java.util.List;
import safekit.lab.product.Node;

/** Row SECOND of the matrix: each fault strikes the secondary, and its disk may be full too. */
class FaultOnSecondaryTest extends FaultMatrix {
    @Override
    Node victim() {
        return node2;
    }

    @Override
    List<Fault> faults() {
        var all = new ArrayList<>(super.faults());
        all.add(
                new Fault(
                        "full_disk",
                        (_, it) -> it.host().fillDisk(),
                        FaultMatrix::goesOnAlone,
                        (_, it) -> it.host().freeDisk(),
                        HEARING));
        return all;
    }
}
