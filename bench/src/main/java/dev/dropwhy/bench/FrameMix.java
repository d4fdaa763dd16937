package dev.dropwhy.bench;

import java.util.HexFormat;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Frames as a host sees them: what switches send, or ordinary traffic. */
@State(Scope.Thread)
public class FrameMix {

    private static final String SWITCH = "00005e005301";
    private static final String HOST = "00005e005399";

    /** RSTP, PVST+, LLDP, CDP, LACP, pause, loopback, IS-IS. */
    private static final List<String> LINK = List.of(
            "0180c2000000" + SWITCH + "0027 424203 0000 02 02 7c 8000 00005e005310 00004e20 8001 00005e005301 8003"
                    + "0100 1400 0200 0f00 00" + "00".repeat(7),
            "01000ccccccd" + SWITCH + "0032 aaaa03 00000c 010b 0000 00 00 00 8064 00005e005310 00000013 8064"
                    + "00005e005301 8019 0100 1400 0200 0f00 00 0000 0002 0064",
            "0180c200000e" + SWITCH + "88cc 0207 04 00005e005301 0415 05 4769676162697445746865726e6574312f302f37"
                    + "0602 0078 080c 746f20736572766572203132 0a12 6c6561662d332e6578616d706c652e6e6574"
                    + "0c0f 4578616d706c65204e4f5320342e32 0e04 00140004 100c 0501c00002020200000007 00 fe06 0080c2010064 0000",
            "01000ccccccc" + SWITCH
                    + "0059 aaaa03 00000c 2000 02 b4 0000 0001 0016 636f72652d312e6578616d706c652e6e6574"
                    + "0002 0011 00000001 0101cc0004c0000201 0003 0016 4769676162697445746865726e6574302f31"
                    + "0006 0010 6578616d706c652057532d31 000a 0006 0063",
            "0180c2000002" + SWITCH + "8809 0101 0114 8000 00005e005301 0007 8000 0012 3d 000000"
                    + "0214 ffff 00005e005399 000f 00ff 0001 3f 000000 0310 8000" + "00".repeat(64),
            "0180c2000001" + SWITCH + "8808 0001 ffff" + "00".repeat(42),
            SWITCH + SWITCH + "9000 0000 0100 0000" + "00".repeat(40),
            "0180c2000014" + SWITCH + "0027 fefe03 831b01000f010000 01 192168001001 001e 0035 40 192168001001 01"
                    + "8101cc" + "00".repeat(12));

    /** TCP, UDP, ICMP, TCP in a VLAN, UDP and ICMP over IPv6, ARP. */
    private static final List<String> IP = List.of(
            HOST + SWITCH + "0800 4500 0028 0001 4000 4006 0000 c0000201 c0000202 9c40 0050 00000001 00000000 5010 faf0"
                    + "0000 0000 000000000000",
            HOST + SWITCH + "0800 4500 0024 0001 0000 4011 0000 c0000201 c0000202 0035 9c40 0010 0000 0102030405060708"
                    + "00".repeat(10),
            HOST + SWITCH + "0800 4500 0024 0001 0000 4001 0000 c0000201 c0000202 0800 0000 0001 0001 0102030405060708"
                    + "00".repeat(10),
            HOST + SWITCH + "8100 2064 0800 4500 0028 0001 4000 4006 0000 c0000201 c0000202 9c40 0050 00000001 00000000"
                    + "5010 faf0 0000 0000",
            HOST + SWITCH + "86dd 60000000 0010 11 40 20010db8000000000000000000000001 20010db8000000000000000000000002"
                    + "14e9 14e9 0010 0000 0102030405060708",
            HOST + SWITCH + "86dd 60000000 0018 3a ff fe80000000000000020005fffe005301 ff0200000000000000000001ff000002"
                    + "8700 0000 00000000 fe800000000000000000000000000002",
            "ffffffffffff" + SWITCH + "0806 0001 0800 0604 0001" + SWITCH + "c0000201 000000000000 c0000202"
                    + "00".repeat(18));

    /** Which frames. */
    @Param({"link", "ip"})
    public String mix = "link";

    /** The frames, in an order that repeats. */
    byte[][] frames = new byte[0][];

    private int next;

    /** Makes the frames. */
    @Setup(Level.Trial)
    public void make() {
        frames = (mix.equals("link") ? LINK : IP)
                .stream()
                        .map(text -> HexFormat.of().parseHex(text.replace(" ", "")))
                        .toArray(byte[][]::new);
    }

    byte[] next() {
        int at = next;
        next = at + 1 == frames.length ? 0 : at + 1;
        return frames[at];
    }
}
