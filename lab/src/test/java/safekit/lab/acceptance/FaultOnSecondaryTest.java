package safekit.lab.acceptance;

import safekit.lab.product.Node;

/** Row SECOND of the matrix: each fault strikes the secondary. */
class FaultOnSecondaryTest extends FaultMatrix {
    @Override
    Node victim() {
        return node2;
    }
}
