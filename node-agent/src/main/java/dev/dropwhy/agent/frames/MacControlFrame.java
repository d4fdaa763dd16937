package dev.dropwhy.agent.frames;

import java.util.ArrayList;
import java.util.List;

/**
 * A MAC control frame that holds traffic back (IEEE 802.3 annex 31B, 802.1Q-2018 clause 36).
 *
 * @param opcode 0x0001 pause, 0x0101 priority-based
 * @param quanta how long to wait, in units of 512 bit times; of a priority-based frame the longest of its classes
 * @param classes traffic classes that are held back or released, of a priority-based frame
 */
record MacControlFrame(int opcode, int quanta, List<Integer> classes) {

    static final int OPCODE_PAUSE = 0x0001;
    static final int OPCODE_PRIORITY = 0x0101;
    private static final int CLASSES = 8;

    MacControlFrame {
        classes = List.copyOf(classes);
    }

    static MacControlFrame read(Bytes payload) {
        int opcode = payload.u16(0);
        if (opcode != OPCODE_PRIORITY) {
            return new MacControlFrame(opcode, payload.u16(2), List.of());
        }
        List<Integer> classes = new ArrayList<>(CLASSES);
        int longest = 0;
        for (int i = 0; i < CLASSES; i++) {
            if ((payload.u16(2) & 1 << i) != 0) {
                classes.add(i);
                longest = Math.max(longest, payload.u16(4 + 2 * i));
            }
        }
        return new MacControlFrame(opcode, longest, classes);
    }

    Details details() {
        return Details.of(
                switch (opcode) {
                    case OPCODE_PAUSE ->
                        quanta == 0
                                ? "Ethernet pause: go on sending"
                                : "Ethernet pause: stop sending for " + quanta + " quanta";
                    case OPCODE_PRIORITY ->
                        "Priority flow control, classes " + classes + ", longest " + quanta + " quanta";
                    default -> "MAC control, opcode 0x" + AddressText.hex(opcode, 4);
                });
    }
}
