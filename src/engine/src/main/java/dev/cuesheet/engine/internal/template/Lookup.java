package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.Connection;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TemplateException;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is looked up by the name that a template uses: Airflow's {@code VariableAccessor} and {@code ConnectionAccessor}.
 * A map only as far as asking for a key goes; what is not found is an error that says where it was looked for.
 */
final class Lookup extends AbstractMap<String, Object> {
    private final Function<String, Object> get;
    private final Function<String, Optional<Object>> find;

    private Lookup(Function<String, Object> get, Function<String, Optional<Object>> find) {
        this.get = get;
        this.find = find;
    }

    /** {@code var}, with the values as text and as what their JSON says. */
    static Map<String, Object> variables(Secrets secrets) {
        return Map.of(
                "value",
                new Lookup(secrets::variable, name -> secrets.findVariable(name).map(text -> text)),
                "json",
                new Lookup(
                        name -> json(name, secrets.variable(name)),
                        name -> secrets.findVariable(name).map(text -> json(name, text))));
    }

    /** {@code conn}. */
    static Lookup connections(Secrets secrets) {
        return new Lookup(
                id -> fields(secrets.connection(id)),
                id -> secrets.findConnection(id).map(Lookup::fields));
    }

    @Override
    public Object get(Object key) {
        return get.apply(String.valueOf(key));
    }

    /** Python's {@code get} with a default. */
    Object get(String key, @Nullable Object otherwise) {
        return find.apply(key).orElseGet(() -> None.or(otherwise));
    }

    @Override
    public boolean containsKey(Object key) {
        return find.apply(String.valueOf(key)).isPresent();
    }

    /** What there is cannot be listed. */
    @Override
    public Set<Entry<String, Object>> entrySet() {
        return Set.of();
    }

    private static Object json(String name, String text) {
        try {
            return None.or(PlainJson.read(text));
        } catch (IllegalArgumentException e) {
            throw new TemplateException("variable \"%s\" is not JSON: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static Map<String, Object> fields(Connection connection) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("conn_id", connection.id());
        fields.put("conn_type", connection.type());
        fields.put("description", None.or(connection.description()));
        fields.put("host", None.or(connection.host()));
        fields.put("port", None.or(connection.port()));
        fields.put("schema", None.or(connection.schema()));
        fields.put("login", None.or(connection.login()));
        fields.put("password", None.or(connection.password()));
        fields.put("extra", connection.extra().isEmpty() ? None.NONE : PlainJson.write(connection.extra()));
        fields.put("extra_dejson", connection.extra());
        return fields;
    }
}
