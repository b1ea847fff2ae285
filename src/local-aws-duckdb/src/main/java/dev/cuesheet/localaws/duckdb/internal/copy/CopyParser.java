package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.copy.CopyCommand.Conversion;
import dev.cuesheet.localaws.duckdb.internal.copy.CopyCommand.LoadControl;
import dev.cuesheet.localaws.duckdb.internal.sql.TableName;
import dev.cuesheet.localaws.duckdb.internal.sql.Token;
import dev.cuesheet.localaws.duckdb.internal.sql.TokenCursor;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads COPY's grammar: after the source, parameters come in any order. One instance reads one command. */
public final class CopyParser {
    private static final int MAX_MAXERROR = 100_000;

    private final TokenCursor cursor;
    private final Set<String> given = new LinkedHashSet<>();

    private Optional<Optional<String>> role = Optional.empty();
    private String format = "text";
    private Optional<Character> delimiter = Optional.empty();
    private char quote = '"';
    private List<Integer> widths = List.of();
    private String json = "auto";
    private boolean manifest;
    private boolean gzip;
    private Optional<String> region = Optional.empty();
    private byte[] nullMarker = {'\\', 'N'};
    private Optional<Character> acceptInvalidChars = Optional.empty();
    private String dateFormat = "YYYY-MM-DD";
    private String timeFormat = "";
    private int ignoreHeader;
    private int maxError;

    private CopyParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** @throws SqlFailure for a syntax error, a contradiction or an option that is not built */
    public static CopyCommand parse(List<Token> tokens) {
        return new CopyParser(new TokenCursor(tokens)).command();
    }

    private CopyCommand command() {
        cursor.expect("copy");
        TableName table = cursor.tableName();
        var columns = new ArrayList<String>();
        if (cursor.takeSymbol("(")) {
            do {
                columns.add(cursor.name());
            } while (cursor.takeSymbol(","));
            cursor.expectSymbol(")");
        }
        cursor.expect("from");
        var source = cursor.string().text();
        if (!source.startsWith("s3://")) {
            throw new SqlFailure(
                    "COPY from '" + source + "' is not supported by this local warehouse; the source must be s3://");
        }
        while (!cursor.atEnd()) {
            parameter();
        }
        checkContradictions();
        return new CopyCommand(
                table,
                columns,
                S3Location.parse(source),
                role.orElseThrow(
                        () -> new SqlFailure("COPY needs authorization: add IAM_ROLE 'arn' or IAM_ROLE default")),
                manifest,
                gzip,
                region,
                copyFormat(),
                conversion(),
                new LoadControl(
                        ignoreHeader, has("ignoreblanklines"), maxError, has("ignoreallerrors"), has("noload")));
    }

    private void parameter() {
        int start = cursor.position();
        var token = cursor.next();
        if (token.kind() != Token.Kind.WORD) {
            throw syntaxErrorAt(token);
        }
        var name = token.text();
        if (!name.equals("format") && !name.equals("as") && !given.add(name)) {
            throw new SqlFailure(
                    "conflicting or redundant options: " + name.toUpperCase(Locale.ROOT) + " is given twice");
        }
        switch (name) {
            case "iam_role" ->
                role = Optional.of(
                        cursor.take("default")
                                ? Optional.empty()
                                : Optional.of(roleArn(cursor.string().text())));
            case "credentials" -> {
                cursor.take("as");
                role = Optional.of(Optional.of(credentials(cursor.string().text())));
            }
            case "with", "as" -> given.remove(name);
            case "format" -> {
                cursor.take("as");
                var formatToken = cursor.next();
                format(formatToken.text(), formatToken);
            }
            case "csv", "parquet", "json", "fixedwidth", "orc", "avro", "shapefile" -> format(name, token);
            case "delimiter" -> delimiter = Optional.of(character("DELIMITER", argument()));
            case "quote" -> quote = character("QUOTE", argument());
            case "null" -> nullMarker = nullMarker(argument());
            case "acceptinvchars" -> {
                cursor.take("as");
                acceptInvalidChars = Optional.of(cursor.takeString()
                        .map(text -> character("ACCEPTINVCHARS", text.raw()))
                        .orElse('?'));
            }
            case "dateformat" -> dateFormat = argument();
            case "timeformat" -> timeFormat = argument();
            case "ignoreheader" -> ignoreHeader = count("IGNOREHEADER", Integer.MAX_VALUE);
            case "maxerror" -> maxError = count("MAXERROR", MAX_MAXERROR);
            case "region" -> region = Optional.of(argument());
            case "gzip" -> gzip = true;
            case "manifest" -> manifest = true;
            case "encoding" -> encoding();
            case "compupdate" -> {
                if (!cursor.take("preset") && !onOrOff()) {
                    cursor.takeString();
                }
            }
            case "statupdate" -> onOrOff();
            case "comprows" -> cursor.integer();
            case "emptyasnull",
                    "blanksasnull",
                    "trimblanks",
                    "removequotes",
                    "escape",
                    "acceptanydate",
                    "truncatecolumns",
                    "fillrecord",
                    "ignoreblanklines",
                    "roundec",
                    "explicit_ids",
                    "ignoreallerrors",
                    "noload" -> {}
            case "bzip2",
                    "lzop",
                    "zstd",
                    "encrypted",
                    "master_symmetric_key",
                    "ssh",
                    "readratio",
                    "access_key_id",
                    "secret_access_key",
                    "session_token",
                    "job",
                    "avro_schema" -> throw unsupported(name);
            default -> throw syntaxErrorAt(cursor.since(start).get(0));
        }
    }

    private static SqlFailure syntaxErrorAt(Token token) {
        return new SqlFailure("syntax error at or near \"" + token.raw() + "\"\n  Position: " + (token.position() + 1));
    }

    private static SqlFailure unsupported(String option) {
        return new SqlFailure(
                "COPY option " + option.toUpperCase(Locale.ROOT) + " is not supported by this local warehouse");
    }

    private void format(String name, Token token) {
        switch (name) {
            case "csv", "parquet" -> format = name;
            case "delimiter" -> {
                format = "text";
                delimiter = Optional.of(character("DELIMITER", argument()));
                given.add("delimiter");
            }
            case "text" -> format = "text";
            case "json" -> {
                format = name;
                cursor.take("as");
                json = cursor.takeString().map(Token::text).orElse("auto");
            }
            case "fixedwidth" -> {
                format = name;
                widths = widths(argument());
            }
            case "orc", "avro", "shapefile" -> throw unsupported(name);
            default -> throw syntaxErrorAt(token);
        }
    }

    private String argument() {
        cursor.take("as");
        return cursor.string().raw();
    }

    private int count(String option, int limit) {
        cursor.take("as");
        int value = cursor.integer();
        if (value < 0 || value > limit) {
            throw new SqlFailure(option + " must be between 0 and " + limit + ", got " + value);
        }
        return value;
    }

    private boolean onOrOff() {
        return cursor.take("on") || cursor.take("off") || cursor.take("true") || cursor.take("false");
    }

    private void encoding() {
        cursor.take("as");
        var encoding =
                cursor.takeString().map(Token::text).orElseGet(cursor::name).toLowerCase(Locale.ROOT);
        if (!encoding.equals("utf8")) {
            throw unsupported("ENCODING " + encoding);
        }
    }

    private static String roleArn(String arn) {
        if (arn.contains(",")) {
            throw new SqlFailure("role chaining is not supported by this local warehouse; give one role");
        }
        return arn;
    }

    private static String credentials(String text) {
        for (var part : text.split(";")) {
            if (part.startsWith("aws_iam_role=")) {
                return roleArn(part.substring("aws_iam_role=".length()));
            }
        }
        throw new SqlFailure(
                "CREDENTIALS must be 'aws_iam_role=arn'; access keys are not supported by this local warehouse");
    }

    /** A character is given as itself, as {@code \t} or as {@code \001}, in octal. */
    private static char character(String option, String text) {
        char c;
        if (text.length() == 1) {
            c = text.charAt(0);
        } else if (text.equals("\\t")) {
            c = '\t';
        } else if (text.equals("\\\\")) {
            c = '\\';
        } else if (text.matches("\\\\[0-3]?[0-7]{1,2}")) {
            c = (char) Integer.parseInt(text.substring(1), 8);
        } else {
            throw new SqlFailure(option + " must be a single character, got '" + text + "'");
        }
        if (c > 127 || c == '\n' || c == '\r') {
            throw new SqlFailure(option + " must be an ASCII character other than a line end");
        }
        return c;
    }

    private static byte[] nullMarker(String text) {
        if (text.equals("\\n")) {
            throw new SqlFailure("NULL AS '\\n' is not allowed: a line feed ends the record");
        }
        if (text.equals("\\0") || text.equals("\\000")) {
            return new byte[] {0};
        }
        return (text.equals("\\\\N") ? "\\N" : text).getBytes(StandardCharsets.UTF_8);
    }

    private static List<Integer> widths(String text) {
        var widths = new ArrayList<Integer>();
        for (var part : text.split(",")) {
            var width = part.substring(part.lastIndexOf(':') + 1).strip();
            if (!width.matches("[1-9]\\d{0,6}")) {
                throw new SqlFailure("FIXEDWIDTH takes 'label:width,...', got '" + text + "'");
            }
            widths.add(Integer.parseInt(width));
        }
        return widths;
    }

    private boolean has(String option) {
        return given.contains(option);
    }

    private void checkContradictions() {
        switch (format) {
            case "csv" -> refuse("CSV", "fixedwidth", "removequotes", "escape");
            case "fixedwidth" -> refuse("FIXEDWIDTH", "delimiter", "csv", "escape", "removequotes");
            case "json" -> refuse("JSON", "delimiter", "csv", "escape", "removequotes", "fillrecord", "ignoreheader");
            case "parquet" -> {
                for (var option : given) {
                    if (!Set.of(
                                    "iam_role",
                                    "credentials",
                                    "acceptinvchars",
                                    "fillrecord",
                                    "statupdate",
                                    "manifest",
                                    "explicit_ids",
                                    "parquet",
                                    "region")
                            .contains(option)) {
                        throw new SqlFailure(
                                option.toUpperCase(Locale.ROOT) + " argument is not supported for PARQUET based COPY");
                    }
                }
            }
            default -> refuse("delimited text", "quote");
        }
        if (has("ignoreallerrors") && has("maxerror")) {
            throw new SqlFailure("IGNOREALLERRORS cannot be used with MAXERROR");
        }
    }

    private void refuse(String with, String... options) {
        for (var option : options) {
            if (has(option) && !option.equals(format)) {
                throw new SqlFailure(option.toUpperCase(Locale.ROOT) + " cannot be used with " + with);
            }
        }
    }

    private CopyFormat copyFormat() {
        return switch (format) {
            case "csv" -> new CopyFormat.Csv(delimiter.orElse(','), quote);
            case "parquet" -> new CopyFormat.Parquet();
            case "fixedwidth" -> new CopyFormat.FixedWidth(widths);
            case "json" -> jsonFormat();
            default -> new CopyFormat.Delimited(delimiter.orElse('|'), has("removequotes"), has("escape"));
        };
    }

    private CopyFormat jsonFormat() {
        return switch (json) {
            case "auto" -> new CopyFormat.Json(false, Optional.empty());
            case "auto ignorecase" -> new CopyFormat.Json(true, Optional.empty());
            case "noshred" -> throw unsupported("JSON 'noshred'");
            default -> new CopyFormat.Json(false, Optional.of(S3Location.parse(json)));
        };
    }

    private Conversion conversion() {
        boolean emptyMarker = nullMarker.length == 0;
        return new Conversion(
                nullMarker,
                has("emptyasnull") || emptyMarker,
                has("blanksasnull"),
                has("trimblanks"),
                has("acceptanydate"),
                acceptInvalidChars,
                has("truncatecolumns"),
                has("fillrecord"),
                has("roundec"),
                has("explicit_ids"),
                dateFormat,
                timeFormat);
    }
}
