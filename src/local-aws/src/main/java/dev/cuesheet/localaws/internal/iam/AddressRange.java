package dev.cuesheet.localaws.internal.iam;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR form. */
record AddressRange(byte[] network, int prefixLength) {
    /** Only characters of literal addresses, so that nothing is ever looked up in DNS. */
    private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    /** Empty when the text is neither an address nor a range. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        try {
            return address.map(bytes -> new AddressRange(
                            bytes, slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1))))
                    .filter(range -> range.prefixLength() >= 0 && range.prefixLength() <= range.network().length * 8);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean contains(String text) {
        return address(text).filter(this::contains).isPresent();
    }

    private boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
