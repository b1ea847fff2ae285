package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spi.ObjectAccess;
import java.util.concurrent.CompletionException;

/** A run's ErrorMessage: the exception as Glue shows it, then what is at the bottom of it when that says more. */
final class FailureText {
    private static final int LONGEST = 4_000;

    private FailureText() {}

    static String of(Throwable failure) {
        var top = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (top instanceof ScriptFault) {
            return shortened(top.getMessage());
        }
        var root = rootOf(top);
        var text = root == top || top.toString().contains(said(root))
                ? said(top)
                : said(top) + "\nCaused by: " + said(root);
        return shortened(text);
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String said(Throwable failure) {
        return failure instanceof ObjectAccess.AccessDenied
                ? "AccessDenied: " + failure.getMessage()
                : failure.toString();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
