package dev.cuesheet.report;

/** A report as one self-contained page. Safe to share between threads. */
public final class HtmlReport {
    /** The page, which needs nothing from the network. */
    public String render(Report report) {
        throw new UnsupportedOperationException();
    }
}
