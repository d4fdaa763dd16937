package dev.dropwhy.lab.virtio.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The smallest object file that libbpf loads: an XDP program of two instructions that drops everything, for {@code ip link set
 * xdpdrv}. Written by hand, because the lab needs no compiler otherwise. ELF-64 (System V gABI 4.1), machine EM_BPF.
 */
final class XdpObject {

    /** Where the guest has it. */
    static final Path PATH = Path.of("lib/xdp-drop.o");

    private static final int FILE_HEADER = 64;
    private static final int SECTION_HEADER = 64;
    private static final int SYMBOL = 24;
    private static final short ET_REL = 1;
    private static final short EM_BPF = 247;
    private static final int SHT_PROGBITS = 1;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_STRTAB = 3;
    private static final long SHF_WRITE = 1;
    private static final long SHF_ALLOC = 2;
    private static final long SHF_EXECINSTR = 4;
    private static final byte GLOBAL_FUNCTION = 0x12;
    private static final short PROGRAM_SECTION = 2;

    private static final String NAMES = "\0.strtab\0xdp\0license\0.symtab\0drop_all\0";

    private XdpObject() {}

    private record Section(String name, int type, long flags, int link, int info, long entry, ByteBuffer content) {

        int size() {
            return content.capacity();
        }
    }

    /** The object file. */
    static byte[] dropping() {
        ByteBuffer program = bytes(16, into -> into.putLong(0x1_0000_00b7L).putLong(0x95L)); // r0 = XDP_DROP; exit
        ByteBuffer symbols = bytes(
                2 * SYMBOL,
                into -> into.position(SYMBOL)
                        .putInt(NAMES.indexOf("drop_all"))
                        .put(GLOBAL_FUNCTION)
                        .put((byte) 0)
                        .putShort(PROGRAM_SECTION)
                        .putLong(0)
                        .putLong(program.capacity()));
        ByteBuffer file = file(List.of(
                new Section("", 0, 0, 0, 0, 0, ByteBuffer.allocate(0)),
                new Section(".strtab", SHT_STRTAB, 0, 0, 0, 0, ascii(NAMES)),
                new Section("xdp", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 0, 0, 0, program),
                new Section("license", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 0, 0, 0, ascii("GPL\0")),
                new Section(".symtab", SHT_SYMTAB, 0, 1, 1, SYMBOL, symbols)));
        return file.array();
    }

    private static ByteBuffer file(List<Section> sections) {
        int content =
                sections.stream().mapToInt(section -> aligned(section.size())).sum();
        int headers = FILE_HEADER + content;
        return bytes(headers + sections.size() * SECTION_HEADER, into -> {
            into.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16); // 64 bits, little-endian, version 1
            into.putShort(ET_REL).putShort(EM_BPF).putInt(1).position(40);
            into.putLong(headers).position(52);
            into.putShort((short) FILE_HEADER).position(58);
            into.putShort((short) SECTION_HEADER)
                    .putShort((short) sections.size())
                    .putShort((short) 1);
            int at = FILE_HEADER;
            for (int i = 0; i < sections.size(); i++) {
                Section section = sections.get(i);
                into.put(at, section.content().array());
                into.position(headers + i * SECTION_HEADER);
                into.putInt(NAMES.indexOf(section.name() + '\0'))
                        .putInt(section.type())
                        .putLong(section.flags())
                        .putLong(0)
                        .putLong(at)
                        .putLong(section.size())
                        .putInt(section.link())
                        .putInt(section.info())
                        .putLong(section.type() == 0 ? 0 : 8)
                        .putLong(section.entry());
                at += aligned(section.size());
            }
        });
    }

    private static int aligned(int length) {
        return (length + 7) & ~7;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer bytes(int length, Consumer<ByteBuffer> writer) {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        writer.accept(buffer);
        return buffer;
    }
}
