package safekit.lab.acceptance;

import safekit.lab.product.Node;

/** Row PRIM of the matrix: each fault strikes the primary. */
class FaultOnPrimaryTest extends FaultMatrix {
    @Override
    Node victim() {
        return node1;
    }
}
