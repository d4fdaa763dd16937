package dev.dropwhy.agent.observer;

/**
 * A glob of interface names: {@code *} stands for any characters, {@code ?} for one. Matching takes time proportional to
 * pattern times name, whatever the pattern.
 *
 * @param pattern the glob
 */
public record InterfaceGlob(String pattern) {

    /** Whether it can match one name alone. */
    boolean isName() {
        return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
    }

    /** Whether a name fits. */
    public boolean matches(String name) {
        int at = 0;
        int position = 0;
        int star = -1;
        int resume = 0;
        while (position < name.length()) {
            if (at < pattern.length()
                    && (pattern.charAt(at) == '?' || pattern.charAt(at) == name.charAt(position))
                    && pattern.charAt(at) != '*') {
                at++;
                position++;
            } else if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = position;
            } else if (star >= 0) {
                at = star + 1;
                position = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
