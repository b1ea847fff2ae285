package dev.cuesheet.report;

/** The few styles that tables are written in. On a screen without colour they do nothing. */
enum Ink {
    TITLE("1"),
    FAINT("2"),
    BAR("36");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    String on(Screen screen, String text) {
        return screen.colour() && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
