package org.aptheke.proxy;

import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheStatus;
import org.aptheke.cache.ForwardReason;
import org.aptheke.fetch.FetchHead;
import org.aptheke.fetch.FetchReader;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Preconditions;
import org.aptheke.http.RangeSpec;
import org.aptheke.http.Request;
import org.aptheke.http.Response;

/** Answers with what a fetch brings, while it arrives. */
final class Arrivals {
    Answer answer(Request request, FetchHead head, FetchReader reader, boolean collapsed, ForwardReason reason) {
        var answer = finalAnswer(request, head, reader, collapsed, reason);
        return collapsed || takesInterimForFinal(request) ? answer : answer.behind(head.interims());
    }

    /** apt does so with every interim status but 100, and would be out of step from then on. */
    private static boolean takesInterimForFinal(Request request) {
        return request.fields()
                .first("User-Agent")
                .filter(agent -> agent.contains("APT-HTTP"))
                .isPresent();
    }

    private static Answer finalAnswer(
            Request request, FetchHead head, FetchReader reader, boolean collapsed, ForwardReason reason) {
        var status = CacheStatus.forwarded(reason).forwardStatus(head.status());
        status = head.stored() ? status.stored() : status;
        status = collapsed ? status.collapsed() : status;
        String cacheStatus = status.render();
        var fields = AnswerFields.arriving(head.status(), head.fields(), head.receivedAt(), head.stored(), cacheStatus);
        if (request.isHead()) {
            reader.close();
            return answer(head.status(), fields, new Content.None(declared(head)), cacheStatus);
        }
        if (head.status() == 304
                || (head.status() == 200 && Preconditions.notModified(request.fields(), fields, head.receivedAt()))) {
            reader.close();
            return Hits.notModified(fields, cacheStatus);
        }
        var range = head.status() == 200 ? Ranged.requested(request, fields) : Optional.<RangeSpec>empty();
        if (range.isPresent() && head.length().isPresent()) {
            return ranged(range.get(), head.length().getAsLong(), fields, reader, cacheStatus);
        }
        if (head.status() >= 400 && head.length().equals(OptionalLong.of(0))) {
            reader.close();
            return ErrorAnswers.withBody(head.status(), fields, cacheStatus);
        }
        return answer(head.status(), fields, new Content.Growing(reader), cacheStatus);
    }

    private static Answer ranged(RangeSpec range, long size, Fields fields, FetchReader reader, String cacheStatus) {
        return switch (range.resolve(size)) {
            case RangeSpec.Resolved.Satisfiable(long first, long end) -> {
                reader.narrow(first, end);
                yield Ranged.part(fields, new Content.Growing(reader), first, end, size, cacheStatus);
            }
            case RangeSpec.Resolved.Unsatisfiable _ -> {
                reader.close();
                yield Ranged.unsatisfiable(size, fields, cacheStatus);
            }
        };
    }

    private static Answer answer(int status, Fields fields, Content content, String cacheStatus) {
        return new Answer(new Response(status, fields, content), cacheStatus, "", Optional.empty());
    }

    /** What the answer to HEAD says of the length: the origin's word, if it is a number. */
    private static OptionalLong declared(FetchHead head) {
        return head.fields()
                .first("Content-Length")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
