package dev.dropwhy.report.text;

import dev.dropwhy.report.document.CleanText;
import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as their widest cell, numbers to the right. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final int leftColumns;

    /**
     * @param leftColumns how many of the first columns hold words and stand to the left
     */
    public Table(int leftColumns) {
        this.leftColumns = leftColumns;
    }

    /** Adds a row. */
    public void row(List<String> cells) {
        rows.add(cells.stream().map(CleanText::of).toList());
    }

    /** The rows as lines of equal columns. */
    public List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : "  ").append(column < leftColumns ? cell + padding : padding + cell);
        }
        return line.toString().stripTrailing();
    }
}
