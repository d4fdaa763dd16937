package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dropwhy.api.Severity;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The catalog of link protocols ({@code link-protocols.yaml}), with lookups by name and by the ids in a frame.
 *
 * <p>A subtype tells protocols of one id apart. It is, by id:
 *
 * <ul>
 *   <li>LLC 42/42 and SNAP 00000c:010b (BPDUs): the protocol version, octet 3 (IEEE 802.1D 9.3);
 *   <li>LLC fe/fe (OSI network layer): the network layer protocol identifier (ISO 9577);
 *   <li>EtherType 8808: the MAC control opcode (IEEE 802.3 annex 31A);
 *   <li>EtherType 8809: the slow protocol subtype (IEEE 802.3 annex 57A);
 *   <li>EtherType 8899: the Realtek protocol number.
 * </ul>
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class LinkProtocols {

    /** Stands for an id that the frame does not have or that was not captured. */
    public static final int ABSENT = -1;

    /** EtherType under which the kernel files LLC frames (ETH_P_802_2). */
    public static final int ETHER_TYPE_LLC = 0x0004;

    /** EtherType under which the kernel files raw 802.3 frames (ETH_P_802_3). */
    public static final int ETHER_TYPE_RAW_802_3 = 0x0001;

    private static final String RESOURCE = "link-protocols.yaml";
    private static final int VERSION = 1;

    /** Encapsulated EtherTypes: RFC 1042, and the bridge tunnel of IEEE 802.1H. */
    private static final int OUI_RFC_1042 = 0x000000;

    private static final int OUI_802_1H = 0x0000f8;

    private static final long KIND_ETHER_TYPE = 1L << 60;
    private static final long KIND_LLC = 2L << 60;
    private static final long KIND_SNAP = 3L << 60;
    private static final long KIND_DESTINATION = 4L << 60;

    private record Document(int version, Map<String, RemedyTemplate> remedies, List<Entry> protocols) {}

    private record Entry(
            String name,
            String title,
            Severity severity,
            boolean innocent,
            @Nullable List<Long> periodsMillis,
            @Nullable List<HostRole> expectedWhen,
            List<LinkMatcher> match,
            String description,
            String meaning,
            @Nullable List<String> remedies) {

        LinkProtocol resolve(Map<String, RemedyTemplate> known) {
            List<RemedyTemplate> resolved = new ArrayList<>();
            for (String remedy : remedies == null ? List.<String>of() : remedies) {
                resolved.add(Objects.requireNonNull(
                        known.get(remedy), "Link protocol " + name + " names the unknown remedy " + remedy + "."));
            }
            return new LinkProtocol(
                    name,
                    title,
                    severity,
                    innocent,
                    periodsMillis == null ? List.of() : periodsMillis,
                    expectedWhen == null ? List.of() : expectedWhen,
                    match,
                    description,
                    meaning,
                    resolved);
        }
    }

    private record Candidate(LinkProtocol protocol, int subtype, long mask, long value, int precision) {
        boolean fits(long destination, int seenSubtype) {
            return (subtype == ABSENT || subtype == seenSubtype)
                    && (mask == 0 || (destination >= 0 && (destination & mask) == value));
        }
    }

    private final Map<String, LinkProtocol> byName;
    private final Map<Long, Candidate[]> byId;

    private LinkProtocols(Collection<LinkProtocol> protocols) {
        Map<String, LinkProtocol> names = new LinkedHashMap<>();
        Map<Long, List<Candidate>> ids = new HashMap<>();
        for (LinkProtocol protocol : protocols) {
            if (names.put(protocol.name(), protocol) != null) {
                throw new IllegalArgumentException(
                        "The catalog of link protocols names " + protocol.name() + " twice.");
            }
            for (LinkMatcher matcher : protocol.match()) {
                ids.computeIfAbsent(key(matcher), k -> new ArrayList<>()).add(candidate(protocol, matcher));
            }
        }
        this.byName = Collections.unmodifiableMap(names);
        this.byId = new HashMap<>();
        ids.forEach((key, candidates) -> {
            candidates.sort(Comparator.comparingInt(Candidate::precision).reversed());
            byId.put(key, candidates.toArray(Candidate[]::new));
        });
    }

    /**
     * Reads the catalog of this release from the class path.
     *
     * @return the catalog
     * @throws IllegalStateException where the catalog breaks its own schema, which the build's tests rule out
     */
    public static LinkProtocols load() {
        try (InputStream in = LinkProtocols.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The catalog " + RESOURCE + " is missing from the class path beside "
                        + LinkProtocols.class.getName() + "; this build of dropwhy is incomplete.");
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The catalog " + RESOURCE + " cannot be read.", e);
        }
    }

    /**
     * Reads a catalog. Unknown fields, missing fields, fields given twice and names given twice are errors.
     *
     * @param yaml the document
     * @return the catalog
     * @throws IOException where the document is not YAML or breaks the schema
     */
    static LinkProtocols read(InputStream yaml) throws IOException {
        ObjectReader reader = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readerFor(Document.class);
        Document document = reader.readValue(yaml);
        if (document.version() != VERSION) {
            throw new IOException("The catalog of link protocols has version " + document.version()
                    + "; this release reads version " + VERSION + ".");
        }
        return new LinkProtocols(document.protocols().stream()
                .map(entry -> entry.resolve(document.remedies()))
                .toList());
    }

    /** Every protocol, in the order of the document. */
    public Collection<LinkProtocol> all() {
        return byName.values();
    }

    /**
     * Finds a protocol by name.
     *
     * @param name exactly as in the catalog
     */
    public Optional<LinkProtocol> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Finds the protocol of a drop group, whose key holds no subtype.
     *
     * @param etherType protocol as the stack saw it
     * @param link link-layer identity, where the group has one
     */
    public Optional<LinkProtocol> find(int etherType, @Nullable LinkId link) {
        if (link == null) {
            return Optional.ofNullable(find(etherType, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT));
        }
        return Optional.ofNullable(find(
                etherType,
                orAbsent(link.dsap()),
                orAbsent(link.ssap()),
                orAbsent(link.oui()),
                orAbsent(link.pid()),
                mac(link.destination()),
                ABSENT));
    }

    /**
     * Finds a protocol by the ids of a frame, in constant time. {@link #ABSENT} stands for what the frame does not have.
     *
     * @param etherType EtherType after VLAN tags
     * @param dsap LLC destination service access point
     * @param ssap LLC source service access point
     * @param oui SNAP organization
     * @param pid SNAP protocol
     * @param destination destination MAC, right-aligned in 48 bits
     * @param subtype subtype as described at this class
     * @return the narrowest entry that fits
     */
    public @Nullable LinkProtocol find(
            int etherType, int dsap, int ssap, int oui, int pid, long destination, int subtype) {
        LinkProtocol found = null;
        if (oui >= 0 && pid >= 0) {
            found = first(KIND_SNAP | (long) oui << 16 | pid, destination, subtype);
            if (found == null && (oui == OUI_RFC_1042 || oui == OUI_802_1H)) {
                found = first(KIND_ETHER_TYPE | pid, destination, subtype);
            }
        }
        if (found == null && dsap >= 0 && ssap >= 0) {
            found = first(llcKey(dsap, ssap), destination, subtype);
        }
        if (found == null && etherType >= 0 && etherType != ETHER_TYPE_LLC) {
            found = first(KIND_ETHER_TYPE | etherType, destination, subtype);
        }
        return found == null && destination >= 0 ? first(KIND_DESTINATION, destination, subtype) : found;
    }

    private @Nullable LinkProtocol first(long key, long destination, int subtype) {
        Candidate[] candidates = byId.get(key);
        if (candidates != null) {
            for (Candidate candidate : candidates) {
                if (candidate.fits(destination, subtype)) {
                    return candidate.protocol();
                }
            }
        }
        return null;
    }

    private static Candidate candidate(LinkProtocol protocol, LinkMatcher matcher) {
        return new Candidate(
                protocol,
                orAbsent(matcher.subtype()),
                matcher.destinationMask(),
                matcher.destinationValue(),
                matcher.precision());
    }

    private static long key(LinkMatcher matcher) {
        Integer etherType = matcher.etherType();
        if (etherType != null) {
            return KIND_ETHER_TYPE | etherType;
        }
        Integer dsap = matcher.dsap();
        Integer ssap = matcher.ssap();
        if (dsap != null && ssap != null) {
            return llcKey(dsap, ssap);
        }
        Integer oui = matcher.oui();
        Integer pid = matcher.pid();
        if (oui != null && pid != null) {
            return KIND_SNAP | (long) oui << 16 | pid;
        }
        return KIND_DESTINATION;
    }

    /** The lowest bit is not part of the address: group in the DSAP, response in the SSAP (IEEE 802.2 3.3.1). */
    private static long llcKey(int dsap, int ssap) {
        return KIND_LLC | (long) (dsap & 0xfe) << 8 | (ssap & 0xfe);
    }

    private static int orAbsent(@Nullable Integer id) {
        return id == null ? ABSENT : id;
    }

    private static long mac(@Nullable String text) {
        return text == null || text.length() != 17 ? ABSENT : parseMac(text);
    }

    private static long parseMac(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i % 3 == 2) {
                continue;
            }
            if (!HexFormat.isHexDigit(c)) {
                return ABSENT;
            }
            value = value << 4 | HexFormat.fromHexDigit(c);
        }
        return value;
    }
}
