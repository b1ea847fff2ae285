package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.spi.SqlFailure;

/**
 * A column's type as Redshift has it.
 *
 * @param base the type without its size
 * @param length bytes of CHAR and VARCHAR, precision of DECIMAL, else 0
 * @param scale scale of DECIMAL, else 0
 */
public record RedshiftType(Base base, int length, int scale) {
    private static final int MAX_VARCHAR = 65_535;
    private static final int MAX_CHAR = 4_096;
    private static final int MAX_PRECISION = 38;

    /** Redshift's types: their name in the catalog of types, in the standard's words, and DuckDB's type that holds them. */
    public enum Base {
        SMALLINT("int2", "smallint", "SMALLINT"),
        INTEGER("int4", "integer", "INTEGER"),
        BIGINT("int8", "bigint", "BIGINT"),
        DECIMAL("numeric", "numeric", "DECIMAL"),
        REAL("float4", "real", "REAL"),
        DOUBLE("float8", "double precision", "DOUBLE"),
        BOOLEAN("bool", "boolean", "BOOLEAN"),
        CHAR("bpchar", "character", "VARCHAR"),
        VARCHAR("varchar", "character varying", "VARCHAR"),
        DATE("date", "date", "DATE"),
        TIME("time", "time without time zone", "TIME"),
        TIMESTAMP("timestamp", "timestamp without time zone", "TIMESTAMP"),
        TIMESTAMPTZ("timestamptz", "timestamp with time zone", "TIMESTAMPTZ"),
        SUPER("super", "super", "JSON");

        private final String catalogName;
        private final String standardName;
        private final String duckDbName;

        Base(String catalogName, String standardName, String duckDbName) {
            this.catalogName = catalogName;
            this.standardName = standardName;
            this.duckDbName = duckDbName;
        }

        public String catalogName() {
            return catalogName;
        }
    }

    public RedshiftType {
        boolean ok = switch (base) {
            case CHAR -> length >= 1 && length <= MAX_CHAR;
            case VARCHAR -> length >= 1 && length <= MAX_VARCHAR;
            case DECIMAL -> length >= 1 && length <= MAX_PRECISION && scale >= 0 && scale <= length;
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, SUPER -> true;
        };
        if (!ok) {
            throw new SqlFailure(
                    base == Base.DECIMAL
                            ? "NUMERIC precision " + length + " must be between 1 and 38 and its scale " + scale
                                    + " not above it"
                            : "length for type " + base.standardName + " must be between 1 and "
                                    + (base == Base.CHAR ? MAX_CHAR : MAX_VARCHAR) + ", got " + length);
        }
    }

    public static RedshiftType of(Base base) {
        return switch (base) {
            case DECIMAL -> new RedshiftType(base, 18, 0);
            case CHAR -> new RedshiftType(base, 1, 0);
            case VARCHAR -> new RedshiftType(base, 256, 0);
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, SUPER ->
                new RedshiftType(base, 0, 0);
        };
    }

    /** Reads a type's name and size. */
    public static RedshiftType parse(TokenCursor cursor) {
        var type = switch (cursor.name()) {
            case "smallint", "int2" -> of(Base.SMALLINT);
            case "integer", "int", "int4" -> of(Base.INTEGER);
            case "bigint", "int8" -> of(Base.BIGINT);
            case "decimal", "numeric" -> decimal(cursor);
            case "real", "float4" -> of(Base.REAL);
            case "double" -> {
                cursor.take("precision");
                yield of(Base.DOUBLE);
            }
            case "float8" -> of(Base.DOUBLE);
            case "float" -> cursor.isSymbol("(") && size(cursor) <= 24 ? of(Base.REAL) : of(Base.DOUBLE);
            case "boolean", "bool" -> of(Base.BOOLEAN);
            case "char", "character", "nchar" ->
                cursor.take("varying") ? sized(Base.VARCHAR, cursor) : sized(Base.CHAR, cursor);
            case "bpchar" -> new RedshiftType(Base.CHAR, 256, 0);
            case "varchar", "nvarchar" -> sized(Base.VARCHAR, cursor);
            case "text" -> of(Base.VARCHAR);
            case "date" -> of(Base.DATE);
            case "time" -> zoned(Base.TIME, Base.TIME, cursor);
            case "timestamp" -> zoned(Base.TIMESTAMP, Base.TIMESTAMPTZ, cursor);
            case "timestamptz" -> of(Base.TIMESTAMPTZ);
            case "super" -> of(Base.SUPER);
            default ->
                throw new SqlFailure(
                        "type \"" + cursor.since(cursor.position() - 1).get(0).text()
                                + "\" does not exist or is not supported by this local warehouse");
        };
        return type;
    }

    private static RedshiftType sized(Base base, TokenCursor cursor) {
        return cursor.isSymbol("(") ? new RedshiftType(base, size(cursor), 0) : of(base);
    }

    private static int size(TokenCursor cursor) {
        cursor.expectSymbol("(");
        int size = cursor.take("max") ? MAX_VARCHAR : cursor.integer();
        cursor.expectSymbol(")");
        return size;
    }

    private static RedshiftType decimal(TokenCursor cursor) {
        if (!cursor.takeSymbol("(")) {
            return of(Base.DECIMAL);
        }
        int precision = cursor.integer();
        int scale = cursor.takeSymbol(",") ? cursor.integer() : 0;
        cursor.expectSymbol(")");
        return new RedshiftType(Base.DECIMAL, precision, scale);
    }

    private static RedshiftType zoned(Base without, Base with, TokenCursor cursor) {
        if (cursor.take("with", "time", "zone")) {
            return of(with);
        }
        cursor.take("without", "time", "zone");
        return of(without);
    }

    /** The type as people write it, for example {@code character varying(30)}. */
    public String display() {
        return switch (base) {
            case CHAR, VARCHAR -> base.standardName + "(" + length + ")";
            case DECIMAL -> base.standardName + "(" + length + "," + scale + ")";
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, SUPER ->
                base.standardName;
        };
    }

    /** DuckDB's type for the values. It knows no lengths of text; a CHECK constraint guards them. */
    public String duckDb() {
        return base == Base.DECIMAL ? "DECIMAL(" + length + "," + scale + ")" : base.duckDbName;
    }

    public boolean isText() {
        return base == Base.CHAR || base == Base.VARCHAR;
    }

    /** Reads {@link #display} back. */
    public static RedshiftType fromDisplay(String display) {
        return parse(new TokenCursor(Tokenizer.tokens(display)));
    }
}
