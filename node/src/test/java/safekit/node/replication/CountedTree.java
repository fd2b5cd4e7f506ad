package safekit.node.replication;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A tree that counts what is asked of it, by the name of the method. */
final class CountedTree {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    final TreeAccess access;

    CountedTree(TreeAccess tree) {
        access =
                (TreeAccess)
                        Proxy.newProxyInstance(
                                TreeAccess.class.getClassLoader(),
                                new Class<?>[] {TreeAccess.class},
                                (_, method, arguments) -> {
                                    calls.computeIfAbsent(method.getName(), _ -> new LongAdder())
                                            .increment();
                                    try {
                                        return method.invoke(tree, arguments);
                                    } catch (InvocationTargetException failed) {
                                        throw failed.getCause();
                                    }
                                });
    }

    /** From now on. */
    void reset() {
        calls.clear();
    }

    long count(String method) {
        LongAdder count = calls.get(method);
        return count == null ? 0 : count.sum();
    }

    @Override
    public String toString() {
        return calls.toString();
    }
}
