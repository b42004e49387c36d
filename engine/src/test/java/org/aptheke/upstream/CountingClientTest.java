package org.aptheke.upstream;

import static org.aptheke.origin.ListedOrigins.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.aptheke.http.Fields;
import org.aptheke.origin.ListedOrigins;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginUnreachableException;
import org.junit.jupiter.api.Test;

final class CountingClientTest {
    private static final String THERE = "http://a.example/there";
    private static final String MISSING = "http://a.example/missing";
    private static final String AWAY = "http://a.example/away";

    private final ListedOrigins origins = new ListedOrigins();
    private final OriginCounters counters = new OriginCounters();
    private final CountingClient client = new CountingClient(origins, counters);

    private OriginResponse send(String uri) throws IOException, InterruptedException {
        return client.send(new OriginRequest("GET", uri(uri), Fields.EMPTY));
    }

    @Test
    void send_answersOfTwoClasses_areCountedEach() throws Exception {
        origins.answer(MISSING, 404);

        send(THERE).close();
        send(THERE).close();
        send(MISSING).close();

        assertThat(counters.answers(2)).isEqualTo(2);
        assertThat(counters.answers(4)).isEqualTo(1);
        assertThat(counters.answers(5)).isZero();
        assertThat(counters.unanswered().sum()).isZero();
    }

    @Test
    void send_noAnswer_isCountedAndStillThrown() {
        origins.on(AWAY, request -> {
            throw new OriginUnreachableException("a.example: away");
        });

        assertThatThrownBy(() -> send(AWAY)).isInstanceOf(OriginUnreachableException.class);

        assertThat(counters.unanswered().sum()).isEqualTo(1);
        assertThat(counters.open().sum()).isZero();
    }

    @Test
    void read_toTheEnd_countsTheBytes() throws Exception {
        try (var response = send(THERE)) {
            var buffer = ByteBuffer.allocate(5);
            while (response.read(buffer) >= 0) {
                buffer.clear();
            }
        }

        assertThat(counters.bytes().sum()).isEqualTo("from a.example".length());
        assertThat(counters.brokenOff().sum()).isZero();
    }

    @Test
    void close_twice_countsOneResponseLess() throws Exception {
        var first = send(THERE);
        var second = send(THERE);
        assertThat(counters.open().sum()).isEqualTo(2);

        first.close();
        first.close();

        assertThat(counters.open().sum()).isEqualTo(1);
        second.close();
    }
}
