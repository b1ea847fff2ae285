package dev.cuesheet.engine.internal.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the form of a value, or of what a record component declares. */
final class Shapes {
    /** Stands for the form of elements that are not there. */
    private static final Shape ANY = Scalar.of(String.class).orElseThrow();

    private static final String ALLOWED =
            "a String, a number, a boolean, an enum, a record, a java.time value, or a List, Map or Optional of those";

    private Shapes() {}

    static Shape ofValue(Object value) {
        if (value instanceof List<?> list) {
            return ofList(list);
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        if (value instanceof Optional<?> optional) {
            return new OptionalShape(optional.<Shape>map(Shapes::ofValue).orElse(ANY));
        }
        return ofClass(value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass());
    }

    static Shape ofDeclared(Type type) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        if (type instanceof WildcardType wildcard) {
            return ofDeclared(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new ListShape(ofDeclared(arguments[0]));
            }
            if (generic.getRawType() == Optional.class) {
                return new OptionalShape(ofDeclared(arguments[0]));
            }
            if (generic.getRawType() == Map.class) {
                return new MapShape(asKey(ofDeclared(arguments[0])), ofDeclared(arguments[1]));
            }
        }
        throw refusal(type.getTypeName());
    }

    static Shape ofClass(Class<?> type) {
        var scalar = Scalar.of(type);
        if (scalar.isPresent()) {
            return scalar.get();
        }
        if (type.isEnum()) {
            return new EnumShape(type);
        }
        if (type.isRecord() && type.getTypeParameters().length == 0) {
            return RecordShape.of(type);
        }
        throw refusal(type.getTypeName());
    }

    static String keyText(Object key) {
        return key instanceof Enum<?> constant ? constant.name() : key.toString();
    }

    static Object parseKey(Shape shape, String text) {
        return asKey(shape) instanceof EnumShape constants ? constants.parse(text) : ((Scalar) shape).parse(text);
    }

    private static Shape ofList(List<?> list) {
        var forms = formsOf(list);
        return sameForAll(forms).<Shape>map(ListShape::new).orElseGet(() -> new MixedListShape(filled(forms)));
    }

    private static Shape ofMap(Map<?, ?> map) {
        var keys = sameForAll(formsOf(map.keySet()))
                .orElseThrow(() -> new UnstorableException("the keys of a Map must all be of one type"));
        var forms = formsOf(map.values());
        return sameForAll(forms)
                .<Shape>map(values -> new MapShape(asKey(keys), values))
                .orElseGet(() -> new MixedMapShape(asKey(keys), filled(forms)));
    }

    /** The form of each element, null for a null; elements of one class in a row share the form object. */
    private static List<@Nullable Shape> formsOf(Collection<?> elements) {
        var forms = new ArrayList<@Nullable Shape>(elements.size());
        Class<?> lastClass = null;
        Shape last = null;
        for (var element : elements) {
            if (element == null) {
                forms.add(null);
                continue;
            }
            if (last == null || lastClass != element.getClass() || isContainer(last)) {
                last = ofValue(element);
                lastClass = element.getClass();
            }
            forms.add(last);
        }
        return forms;
    }

    private static boolean isContainer(Shape shape) {
        return !(shape instanceof Scalar || shape instanceof EnumShape || shape instanceof RecordShape);
    }

    private static Optional<Shape> sameForAll(List<@Nullable Shape> forms) {
        Shape common = null;
        for (var form : forms) {
            if (form == null || form == common) {
                continue;
            }
            if (common != null && !form.equals(common)) {
                return Optional.empty();
            }
            common = form;
        }
        return Optional.of(common == null ? ANY : common);
    }

    private static List<Shape> filled(List<@Nullable Shape> forms) {
        return forms.stream().map(form -> form == null ? ANY : form).toList();
    }

    private static Shape asKey(Shape shape) {
        if (shape instanceof Scalar || shape instanceof EnumShape) {
            return shape;
        }
        throw new UnstorableException("a %s cannot be the key of a Map".formatted(shape.describe()));
    }

    private static UnstorableException refusal(String type) {
        return new UnstorableException(type + " cannot be stored; it must be " + ALLOWED);
    }
}
