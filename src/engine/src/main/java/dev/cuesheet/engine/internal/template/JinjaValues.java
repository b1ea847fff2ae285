package dev.cuesheet.engine.internal.template;

import com.hubspot.jinjava.el.ext.NamedParameter;
import com.hubspot.jinjava.objects.PyWrapper;
import com.hubspot.jinjava.objects.collections.PyMap;
import com.hubspot.jinjava.objects.date.PyishDate;
import com.hubspot.jinjava.util.HasObjectTruthValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our values as the template library takes them. Its expressions reach public methods of public classes, under the names
 * that templates use; that is why some here are named as in Python.
 */
public final class JinjaValues {
    /** How Python prints a date. */
    private static final String AIRFLOWS_FORM = "yyyy-MM-dd HH:mm:ssxxx";

    private static final PythonNone NONE = new PythonNone();

    private JinjaValues() {}

    static Object of(Object value) {
        if (value instanceof Instant instant) {
            return new PyishDate(instant).withDateFormat(AIRFLOWS_FORM);
        }
        if (value == None.NONE) {
            return NONE;
        }
        if (value instanceof Macros macros) {
            return new PythonMacros(macros);
        }
        if (value instanceof Lookup lookup) {
            return new Found(lookup);
        }
        if (value instanceof List<?> list) {
            var values = new ArrayList<Object>();
            list.forEach(member -> values.add(of(None.or(member))));
            return values;
        }
        if (value instanceof Map<?, ?> map) {
            var values = new LinkedHashMap<String, Object>();
            map.forEach((name, member) -> values.put(String.valueOf(name), of(None.or(member))));
            return value instanceof Pulling pulling ? new PythonInstance(values, pulling) : values;
        }
        return value;
    }

    /** Parameters are printed as Java prints them; only None is of Python. */
    static Object params(Object params) {
        var values = new LinkedHashMap<String, Object>();
        if (params instanceof Map<?, ?> map) {
            map.forEach((name, value) -> values.put(String.valueOf(name), value == None.NONE ? NONE : value));
        }
        return values;
    }

    private static Object back(@Nullable Object value) {
        return value == null || value instanceof PythonNone ? None.NONE : value;
    }

    /** Python's None: false, and printed as Python prints it. */
    public static final class PythonNone implements PyWrapper, HasObjectTruthValue {
        private PythonNone() {}

        @Override
        public boolean getObjectTruthValue() {
            return false;
        }

        @Override
        public String toString() {
            return None.NONE.toString();
        }
    }

    /** What is looked up by the name that a template uses. */
    public static final class Found extends PyMap {
        private final Lookup lookup;

        Found(Lookup lookup) {
            super(new LinkedHashMap<>());
            this.lookup = lookup;
        }

        /** The library asks for a method's name first as if it were a key. */
        @Override
        public @Nullable Object get(@Nullable Object key) {
            return "get".equals(key) ? null : of(lookup.get(String.valueOf(key)));
        }

        /** With a default. */
        @Override
        public Object get(String key, @Nullable Object otherwise) {
            return of(lookup.get(key, back(otherwise)));
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return lookup.containsKey(String.valueOf(key));
        }
    }

    /** The task instance, whose XComs can be pulled. */
    public static final class PythonInstance extends PyMap {
        private final Pulling pulling;

        PythonInstance(Map<String, Object> fields, Pulling pulling) {
            super(fields);
            this.pulling = pulling;
        }

        /** With named arguments or without. */
        public Object xcom_pull(Object... arguments) {
            var positional = new ArrayList<Object>();
            var named = new LinkedHashMap<String, Object>();
            for (var argument : arguments) {
                if (argument instanceof NamedParameter by) {
                    named.put(by.getName(), back(by.getValue()));
                } else {
                    positional.add(back(argument));
                }
            }
            return of(pulling.pull(positional, named));
        }
    }

    /** Airflow's macros under Airflow's names. */
    public static final class PythonMacros implements PyWrapper {
        private final Macros macros;

        PythonMacros(Macros macros) {
            this.macros = macros;
        }

        public String ds_add(String ds, long days) {
            return macros.dsAdd(ds, days);
        }

        public String ds_format(String ds, String inputFormat, String outputFormat) {
            return macros.dsFormat(ds, inputFormat, outputFormat);
        }

        public double random() {
            return macros.random();
        }

        /** The difference to now. */
        public String datetime_diff_for_humans(Object date) {
            return macros.datetimeDiffForHumans(instant(date), null);
        }

        public String datetime_diff_for_humans(Object date, Object since) {
            return macros.datetimeDiffForHumans(instant(date), instant(since));
        }

        public PythonUuid getUuid() {
            return new PythonUuid(macros);
        }

        public PythonJson getJson() {
            return new PythonJson(macros);
        }

        private static Instant instant(Object date) {
            return date instanceof PyishDate pyish ? pyish.toDateTime().toInstant() : Macros.instant(date);
        }
    }

    /** The module uuid, as far as it has a use here. */
    public static final class PythonUuid implements PyWrapper {
        private final Macros macros;

        private PythonUuid(Macros macros) {
            this.macros = macros;
        }

        public String uuid4() {
            return macros.uuid4();
        }
    }

    /** The module json. */
    public static final class PythonJson implements PyWrapper {
        private final Macros macros;

        private PythonJson(Macros macros) {
            this.macros = macros;
        }

        public String dumps(@Nullable Object value) {
            return macros.dumps(back(value));
        }

        public Object loads(String json) {
            return of(macros.loads(json));
        }
    }
}
