package dev.cuesheet.engine.internal.dagbag;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;

/** Where the compiler reads sources from and writes classes to: memory. Libraries come from where they always do. */
final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();
    private final Map<String, String> sourceOfClass = new TreeMap<>();

    MemoryFiles(StandardJavaFileManager libraries) {
        super(libraries);
    }

    Map<String, byte[]> classes() {
        var bytes = new TreeMap<String, byte[]>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    Map<String, String> sourceOfClass() {
        return sourceOfClass;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        var out = new ByteArrayOutputStream();
        classes.put(className, out);
        if (sibling instanceof Source source) {
            sourceOfClass.put(className, source.source.name());
        }
        return new ClassOutput(className, out);
    }

    /** A source, whose content was read before the compiler started. */
    static final class Source extends SimpleJavaFileObject {
        private final SourceFile source;

        Source(SourceFile source) {
            super(URI.create("dags:///").resolve(uriOf(source.name())), Kind.SOURCE);
            this.source = source;
        }

        SourceFile source() {
            return source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return new String(source.bytes(), StandardCharsets.UTF_8);
        }

        private static URI uriOf(String name) {
            return URI.create(URLEncoder.encode(name, StandardCharsets.UTF_8)
                    .replace("%2F", "/")
                    .replace("+", "%20"));
        }
    }

    private static final class ClassOutput extends SimpleJavaFileObject {
        private final ByteArrayOutputStream out;

        ClassOutput(String className, ByteArrayOutputStream out) {
            super(URI.create("classes:///" + className.replace('.', '/').replace('$', '-') + ".class"), Kind.CLASS);
            this.out = out;
        }

        @Override
        public OutputStream openOutputStream() {
            return out;
        }
    }
}
