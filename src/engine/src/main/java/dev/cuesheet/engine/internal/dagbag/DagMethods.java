package dev.cuesheet.engine.internal.dagbag;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagDefinitionException;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.dagbag.DagArguments;
import dev.cuesheet.engine.dagbag.DagBag;
import dev.cuesheet.engine.dagbag.DagFileFault;
import dev.cuesheet.engine.dagbag.LoadedDag;
import dev.cuesheet.engine.internal.dagbag.CompiledDags.DagClass;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Calls the DAG methods of compiled sources and gathers what comes of it. */
public final class DagMethods {
    private static final String NAME = "dag";

    private final Path folder;
    private final CompiledDags compiled;
    private final ClassLoader loader;
    private final DagArguments arguments;
    private final List<DagFileFault> faults = new ArrayList<>();
    private final Map<String, List<LoadedDag>> dags = new TreeMap<>();

    public DagMethods(Path folder, CompiledDags compiled, ClassLoader parent, DagArguments arguments) {
        this.folder = folder;
        this.compiled = compiled;
        this.loader = new ByteClassLoader(compiled.classes(), parent);
        this.arguments = arguments;
    }

    static boolean mayDefineDag(String className, ClassLoader loader) {
        try {
            return !methodsNamedDag(Class.forName(className, false, loader)).isEmpty();
        } catch (ClassNotFoundException | LinkageError e) {
            return true;
        }
    }

    /** Whether the classes were compiled against others than there are now, although those looked the same. */
    public boolean areStale() {
        for (var dagClass : compiled.dagClasses()) {
            try {
                methodsNamedDag(Class.forName(dagClass.className(), false, loader));
            } catch (ClassNotFoundException | LinkageError e) {
                return true;
            }
        }
        return false;
    }

    /** Calls every DAG method. */
    public DagBag call() {
        for (var fault : compiled.faults()) {
            faults.add(new DagFileFault(folder.resolve(fault.source()), fault.line(), fault.message()));
        }
        compiled.dagClasses().forEach(this::callAllOf);
        var unique = new ArrayList<LoadedDag>();
        dags.forEach((id, loaded) -> {
            if (loaded.size() == 1) {
                unique.add(loaded.get(0));
            } else {
                reportDuplicate(id, loaded);
            }
        });
        faults.sort(Comparator.comparing(DagFileFault::file).thenComparing(DagFileFault::line));
        return new DagBag(unique, faults);
    }

    private void callAllOf(DagClass dagClass) {
        try {
            for (var method : methodsNamedDag(Class.forName(dagClass.className(), true, loader))) {
                call(method, dagClass);
            }
        } catch (ExceptionInInitializerError e) {
            report(dagClass, e.getCause() == null ? e : e.getCause(), "its static fields cannot be initialised: ");
        } catch (ClassNotFoundException | LinkageError e) {
            report(dagClass, e, "its class cannot be loaded: ");
        }
    }

    private void call(Method method, DagClass dagClass) {
        if (!Modifier.isStatic(method.getModifiers()) || !Modifier.isPublic(method.getModifiers())) {
            fault(dagClass, 0, "%s must be public and static to define a DAG".formatted(signature(method)));
            return;
        }
        var values = new ArrayList<>();
        for (var parameter : method.getParameters()) {
            var value = arguments.of(parameter.getType());
            if (value.isEmpty()) {
                fault(
                        dagClass,
                        0,
                        "%s asks for a %s, which DAGs cannot be given here"
                                .formatted(
                                        signature(method), parameter.getType().getName()));
                return;
            }
            values.add(value.get());
        }
        try {
            method.setAccessible(true);
            var dag = (Dag) method.invoke(null, values.toArray());
            if (dag == null) {
                fault(dagClass, 0, "%s returned no DAG".formatted(signature(method)));
                return;
            }
            var source = folder.resolve(dagClass.source());
            dags.computeIfAbsent(dag.id(), id -> new ArrayList<>()).add(new LoadedDag(dag, source));
        } catch (InvocationTargetException e) {
            report(dagClass, e.getCause(), "");
        } catch (IllegalAccessException e) {
            report(dagClass, e, "");
        }
    }

    private void report(DagClass dagClass, Throwable cause, String prefix) {
        var text = cause instanceof EngineException
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        fault(dagClass, cause instanceof DagDefinitionException ? 0 : lineIn(dagClass, cause), prefix + text);
    }

    /** Where in the source the exception passed through, the innermost place first. */
    private static long lineIn(DagClass dagClass, Throwable cause) {
        var outermost = dagClass.className().split("\\$", 2)[0];
        for (var frame : cause.getStackTrace()) {
            if (frame.getClassName().split("\\$", 2)[0].equals(outermost)) {
                return Math.max(0, frame.getLineNumber());
            }
        }
        return 0;
    }

    private void reportDuplicate(String id, List<LoadedDag> loaded) {
        var files = new LinkedHashMap<Path, Boolean>();
        loaded.forEach(dag -> files.put(dag.source(), true));
        var names = files.keySet().stream().map(Path::toString).toList();
        for (var file : files.keySet()) {
            faults.add(new DagFileFault(
                    file,
                    0,
                    "the DAG id \"%s\" is used more than once, in %s; none of them is offered"
                            .formatted(id, String.join(" and ", names))));
        }
    }

    private void fault(DagClass dagClass, long line, String message) {
        faults.add(new DagFileFault(folder.resolve(dagClass.source()), line, message));
    }

    private static List<Method> methodsNamedDag(Class<?> type) {
        var methods = new ArrayList<Method>();
        for (var method : type.getDeclaredMethods()) {
            if (method.getName().equals(NAME) && method.getReturnType() == Dag.class && !method.isSynthetic()) {
                methods.add(method);
            }
        }
        methods.sort(Comparator.comparing(Method::toString));
        return methods;
    }

    private static String signature(Method method) {
        var parameters = new ArrayList<String>();
        for (var parameter : method.getParameters()) {
            parameters.add(parameter.getType().getSimpleName());
        }
        return "dag(" + String.join(", ", parameters) + ")";
    }
}
