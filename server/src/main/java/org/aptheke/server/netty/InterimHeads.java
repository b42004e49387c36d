package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.aptheke.http.Interim;

/** Interim responses as bytes, ahead of a final one. */
final class InterimHeads {
    private InterimHeads() {}

    static ByteBuf of(List<Interim> interims, ByteBufAllocator allocator) {
        ByteBuf bytes = allocator.directBuffer();
        for (var interim : interims) {
            bytes.writeBytes(Heads.statusLine(interim.status()));
            Heads.rest(bytes, interim.fields(), NameSet.NONE, Heads.Delimiter.NOTHING, 0);
        }
        return bytes;
    }
}
