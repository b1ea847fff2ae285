package dev.cuesheet.engine.internal.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link Shape#describe()} wrote. Classes are only looked up, not initialised, and must turn out to be
 * records or enums.
 */
final class ShapeReader {
    private final String text;
    private final TypeLookup types;
    private int at;

    private ShapeReader(String text, TypeLookup types) {
        this.text = text;
        this.types = types;
    }

    static Shape read(String description, TypeLookup types) {
        var reader = new ShapeReader(description, types);
        var shape = reader.shape();
        if (reader.at != description.length()) {
            throw reader.malformed();
        }
        return shape;
    }

    private Shape shape() {
        var name = name();
        return switch (name) {
            case "java.util.List" -> list();
            case "java.util.Map" -> map();
            case "java.util.Optional" -> {
                expect('<');
                var value = shape();
                expect('>');
                yield new OptionalShape(value);
            }
            default ->
                types.scalar(name).<Shape>map(scalar -> scalar).orElseGet(() -> Shapes.ofClass(types.find(name)));
        };
    }

    private Shape list() {
        if (text.charAt(at) == '(') {
            return new MixedListShape(shapesInParentheses());
        }
        expect('<');
        var element = shape();
        expect('>');
        return new ListShape(element);
    }

    private Shape map() {
        expect('<');
        var key = shape();
        if (text.charAt(at) == ',') {
            at++;
            var value = shape();
            expect('>');
            return new MapShape(key, value);
        }
        expect('>');
        return new MixedMapShape(key, shapesInParentheses());
    }

    private List<Shape> shapesInParentheses() {
        expect('(');
        var shapes = new ArrayList<Shape>();
        shapes.add(shape());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            shapes.add(shape());
        }
        expect(')');
        return List.copyOf(shapes);
    }

    private String name() {
        int start = at;
        while (at < text.length() && "<>(),".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw malformed();
        }
        at++;
    }

    private UnstorableException malformed() {
        return new UnstorableException("the stored type \"%s\" is malformed at character %d".formatted(text, at));
    }
}
