package dev.cuesheet.engine.internal.dagbag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of a DAGs folder from memory. It prefers its own over its parent's: the same sources may be on the
 * class path as well, compiled at another time.
 */
final class ByteClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> classes;

    ByteClassLoader(Map<String, byte[]> classes, ClassLoader parent) {
        super("dags", parent);
        this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        var bytes = classes.get(name);
        if (bytes == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            @Nullable Class<?> loaded = findLoadedClass(name);
            return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
        }
    }
}
