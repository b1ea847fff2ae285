package dev.cuesheet.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks a person before something is done that cannot be taken back. */
final class Confirmation {
    private Confirmation() {}

    /** Whether the person says yes; the end of the input says no. */
    static boolean given(String question, InputStream in, PrintStream out) throws IOException {
        out.print(question + " [y/N] ");
        out.flush();
        var answer = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
        return answer != null
                && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
                        || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
    }
}
