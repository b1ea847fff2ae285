package dev.cuesheet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class StartUpTest {

    /** Makes everything that a program makes at its start, before the first call. */
    public static final class Program implements Callable<Object> {
        @Override
        public Object call() {
            var aws = AwsClients.builder()
                    .endpoint(URI.create("http://127.0.0.1:4566"))
                    .region("us-east-1")
                    .credentials("test", "test")
                    .build();
            return List.of(
                    aws.s3(),
                    aws.glueCatalog(),
                    aws.glueCrawlers(),
                    aws.glueJobs(),
                    aws.redshiftClusters(),
                    aws.redshiftData(),
                    aws.iam(),
                    aws.sts());
        }
    }

    @Test
    void no_class_of_the_sdk_is_loaded_before_the_first_call() throws Exception {
        try (var loader = new Watching()) {
            var program = (Callable<?>) loader.loadClass(Program.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            program.call();
            assertThat(loader.loaded).contains(AwsClients.class.getName());
            assertThat(loader.loaded).noneMatch(name -> name.startsWith("software.amazon"));
        }
    }

    /** Loads everything itself, the platform's classes apart, and remembers what. */
    private static final class Watching extends URLClassLoader {
        final List<String> loaded = new ArrayList<>();

        Watching() {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static java.net.URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                    .map(entry -> {
                        try {
                            return Path.of(entry).toUri().toURL();
                        } catch (IOException e) {
                            throw new IllegalArgumentException(entry, e);
                        }
                    })
                    .toArray(java.net.URL[]::new);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            return super.findClass(name);
        }
    }
}
