package dev.dropwhy.report.html;

/** Says which colour stands for what. */
final class Legend {

    private Legend() {}

    /** A square in the colour of a kind. */
    static void swatch(Markup page, String kind) {
        page.open("svg", "class", "swatch", "viewBox", "0 0 10 10", "aria-hidden", "true")
                .leaf("rect", "", "class", kind, "width", "10", "height", "10")
                .close();
    }

    /** A square and what it stands for. */
    static void key(Markup page, String kind, String text) {
        page.open("span", "class", "key");
        swatch(page, kind);
        page.text(text).close();
    }
}
