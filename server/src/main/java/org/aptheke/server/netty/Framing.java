package org.aptheke.server.netty;

import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.http.Fields;
import org.aptheke.server.netty.RequestHead.Demand;

/**
 * How a request with these fields is framed, and whether the connection outlives it (RFC 9112, 3.2, 6 and 9.3).
 *
 * @param content {@link #NONE}, {@link #CHUNKED}, or the number of bytes
 * @param expectsContinue whether the client waits for {@code 100 Continue}
 */
record Framing(RequestHead head, long content, boolean expectsContinue) {
    static final long NONE = 0;
    static final long CHUNKED = -1;

    /** {@code uri-host [ ":" port ]} (RFC 9110, 7.2): a name, an IPv4 address or a literal in brackets. */
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._~!$&'()*+;=%-]+(?::[0-9]{0,5})?|\\[[0-9A-Fa-f:.]+](?::[0-9]{0,5})?");

    /** Digits only, and few enough for a long. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** Fields that ask for something else than the plain answer. */
    private static final NameSet PARTICULAR = NameSet.of(
            "If-Match",
            "If-Unmodified-Since",
            "Authorization",
            "Cookie",
            "Expect",
            "Cache-Control",
            "Pragma",
            "Content-Length",
            "Transfer-Encoding");

    /** Fields that ask for the plain answer, a part of it, or the word that it is still the same. */
    private static final NameSet SELECTIVE = NameSet.of("Range", "If-Range", "If-None-Match", "If-Modified-Since");

    static Framing of(RequestLine line, Fields fields) throws MalformedRequestException {
        checkHost(line, fields);
        long content = content(line, fields);
        var demand = content == NONE ? demand(line.method(), fields) : Demand.PARTICULAR;
        var head =
                new RequestHead(line.method(), line.target(), line.http11(), fields, keepAlive(line, fields), demand);
        return new Framing(head, content, expectsContinue(line, fields, content));
    }

    private static void checkHost(RequestLine line, Fields fields) throws MalformedRequestException {
        List<String> hosts = fields.all("Host");
        if (hosts.isEmpty() && line.http11()) {
            throw new MalformedRequestException(400, "the field Host is missing");
        }
        if (hosts.size() > 1) {
            throw new MalformedRequestException(400, "there is more than one field Host");
        }
        if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
            throw new MalformedRequestException(400, "the field Host is not a host name with an optional port");
        }
    }

    private static boolean isHost(String text) {
        int colon = text.indexOf(':');
        int name = colon < 0 ? text.length() : colon;
        boolean usual = name > 0 && text.length() - name <= 6;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            usual &= digit || i == colon || (i < name && ((c >= 'a' && c <= 'z') || c == '.' || c == '-'));
        }
        // Nearly all are usual, and a regular expression takes its time.
        return usual || HOST.matcher(text).matches();
    }

    private static long content(RequestLine line, Fields fields) throws MalformedRequestException {
        List<String> lengths = fields.all("Content-Length");
        List<String> codings = fields.all("Transfer-Encoding");
        if (!lengths.isEmpty() && !codings.isEmpty()) {
            throw new MalformedRequestException(400, "Content-Length and Transfer-Encoding exclude each other");
        }
        if (!codings.isEmpty()) {
            return transferEncoding(line, codings);
        }
        if (lengths.isEmpty()) {
            return NONE;
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
            throw new MalformedRequestException(400, "Content-Length is not one number");
        }
        long length = Long.parseLong(lengths.getFirst());
        if (length > 0 && line.method().equals("CONNECT")) {
            throw new MalformedRequestException(400, "CONNECT has no content");
        }
        return length;
    }

    private static long transferEncoding(RequestLine line, List<String> codings) throws MalformedRequestException {
        if (!line.http11()) {
            throw new MalformedRequestException(400, "HTTP/1.0 has no Transfer-Encoding");
        }
        if (line.method().equals("CONNECT")) {
            throw new MalformedRequestException(400, "CONNECT has no content");
        }
        if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new MalformedRequestException(501, "no Transfer-Encoding but chunked is understood");
        }
        return CHUNKED;
    }

    private static boolean expectsContinue(RequestLine line, Fields fields, long content)
            throws MalformedRequestException {
        var expectation = fields.combined("Expect");
        // RFC 9110, 10.1.1: a 100-continue in an HTTP/1.0 request is to be ignored.
        if (expectation.isEmpty() || !line.http11()) {
            return false;
        }
        if (!expectation.get().equalsIgnoreCase("100-continue")) {
            throw new MalformedRequestException(417, "no expectation but 100-continue is understood");
        }
        return content != NONE;
    }

    /**
     * The old {@code Proxy-Connection} is honoured as far as clients still send it. An HTTP/1.0 client that names a
     * target in absolute form takes us for a proxy, and a proxy is not to keep such a connection (RFC 9112, 9.3), for
     * an older proxy in between may pass {@code Connection} on without understanding it; {@code Proxy-Connection}
     * can only mean us.
     */
    private static boolean keepAlive(RequestLine line, Fields fields) {
        boolean close = hasOption(fields, "Connection", "close") || hasOption(fields, "Proxy-Connection", "close");
        if (close || line.http11()) {
            return !close;
        }
        return hasOption(fields, "Proxy-Connection", "keep-alive")
                || (line.target().startsWith("/") && hasOption(fields, "Connection", "keep-alive"));
    }

    private static boolean hasOption(Fields fields, String name, String option) {
        for (var field : fields) {
            if (field.is(name) && lists(field.value(), option)) {
                return true;
            }
        }
        return false;
    }

    private static boolean lists(String value, String option) {
        for (String part : value.split(",", -1)) {
            if (part.strip().equalsIgnoreCase(option)) {
                return true;
            }
        }
        return false;
    }

    /** Of a request that has no content, or says so in its fields. */
    static Demand demand(String method, Fields fields) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Demand.PARTICULAR;
        }
        var demand = Demand.PLAIN;
        for (var field : fields) {
            if (PARTICULAR.contains(field.name())) {
                return Demand.PARTICULAR;
            }
            if (SELECTIVE.contains(field.name())) {
                demand = Demand.SELECTIVE;
            }
        }
        return demand;
    }
}
