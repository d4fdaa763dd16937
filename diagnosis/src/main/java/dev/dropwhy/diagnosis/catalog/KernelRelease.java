package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A release of Linux as the catalogs name it: {@code 5.18}; {@code 5.11-5.15} where only the limits are known between which
 * something changed (the first may have it, the last surely has it); {@code early} for before 4.4, the oldest kernel whose
 * source was compared. Stable and distribution kernels carry some changes earlier.
 *
 * @param name the spelling of the catalogs
 */
public record KernelRelease(@JsonValue String name) {

    /** Before {@link #OLDEST}. */
    public static final String EARLY = "early";

    /** The oldest kernel whose source the catalogs were compared with. */
    public static final String OLDEST = "4.4";

    /** The newest kernel whose source the catalogs were compared with. */
    public static final String NEWEST = "7.2";

    private static final String NUMBER = "\\d{1,2}\\.\\d{1,2}(?:\\.\\d{1,2})?";
    private static final Pattern NAME = Pattern.compile(EARLY + "|" + NUMBER + "(?:-" + NUMBER + ")?");

    @JsonCreator
    public KernelRelease {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The catalog names the kernel release " + name
                    + "; it must be like 5.18, like 5.11-5.15, or " + EARLY + ".");
        }
    }

    /** Whether it is before the oldest kernel that was compared. */
    public boolean isEarly() {
        return name.equals(EARLY);
    }

    /** When, to begin a sentence with: {@code Since 5.18}. */
    public String since() {
        return isEarly() ? "Since before " + OLDEST : name.contains("-") ? "Since " + between() : "Since " + name;
    }

    /** When, within a sentence: {@code 5.18}, or {@code a release between 5.11 and 5.15}. */
    public String between() {
        int dash = name.indexOf('-');
        return dash < 0 ? name : "a release from " + name.substring(0, dash) + " to " + name.substring(dash + 1);
    }
}
