package dev.cuesheet.localaws.spark.worker;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of one run's script. Spark's executor keeps the loader that it was started under, so the loader is there
 * first and learns later where the classes are.
 */
final class JobClassLoader extends URLClassLoader {

    JobClassLoader() {
        super("job", new URL[0], JobClassLoader.class.getClassLoader());
    }

    void load(Path classes, List<Path> jars) {
        addPath(classes);
        jars.forEach(this::addPath);
    }

    private void addPath(Path path) {
        try {
            addURL(path.toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
