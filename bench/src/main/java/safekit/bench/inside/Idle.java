package safekit.bench.inside;

import java.util.concurrent.CountDownLatch;

/** Ends at once, or with the argument {@link #STAY} when it is killed. */
public final class Idle {
    public static final String STAY = "stay";

    private Idle() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1 && arguments[0].equals(STAY)) {
            System.out.println("waits");
            new CountDownLatch(1).await();
        }
    }
}
