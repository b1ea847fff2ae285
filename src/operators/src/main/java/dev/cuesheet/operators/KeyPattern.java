package dev.cuesheet.operators;

import dev.cuesheet.aws.S3Uri;
import java.util.Optional;
import java.util.regex.Pattern;

/** A key with wild cards as a shell has them, except that a star matches slashes too. */
record KeyPattern(S3Uri uri, int firstWildcard, Pattern regex) {

    static KeyPattern of(S3Uri uri) {
        return new KeyPattern(uri, firstWildcard(uri.key()), Pattern.compile(regexOf(uri.key()), Pattern.DOTALL));
    }

    /** The key itself when it has no wild card. */
    Optional<S3Uri> exactly() {
        return firstWildcard < 0 ? Optional.of(uri) : Optional.empty();
    }

    /** What every match begins with, so that a listing need not look elsewhere. */
    S3Uri prefix() {
        return firstWildcard < 0 ? uri : new S3Uri(uri.bucket(), uri.key().substring(0, firstWildcard));
    }

    boolean matches(S3Uri candidate) {
        return candidate.bucket().equals(uri.bucket())
                && regex.matcher(candidate.key()).matches();
    }

    private static int firstWildcard(String key) {
        for (var i = 0; i < key.length(); i++) {
            if ("*?[".indexOf(key.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static String regexOf(String glob) {
        var regex = new StringBuilder();
        for (var i = 0; i < glob.length(); i++) {
            var c = glob.charAt(i);
            var closing = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (closing > 0) {
                regex.append(characterClass(glob.substring(i + 1, closing)));
                i = closing;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static String characterClass(String inside) {
        var negated = inside.startsWith("!");
        var members = (negated ? inside.substring(1) : inside)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("^", "\\^")
                .replace("&&", "&\\&");
        return (negated ? "[^" : "[") + members + "]";
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
