package org.aptheke.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When something is to happen: a cron expression of five fields, or never. Immutable. */
public final class Cron {
    public static final Cron NEVER = new Cron("never", null);

    private static final Pattern FIELDS = Pattern.compile("\\S+(\\s+\\S+){4}");

    private final String text;
    private final @Nullable ExecutionTime times;

    private Cron(String text, @Nullable ExecutionTime times) {
        this.text = text;
        this.times = times;
    }

    /**
     * The expression as it is written.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Cron parse(String text) {
        if (text.equals(NEVER.text)) {
            return NEVER;
        }
        if (!FIELDS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a time; write minute, hour, day of month, month and day of week: \"30 4 * * *\"; or \"never\"");
        }
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        return new Cron(text, ExecutionTime.forCron(parser.parse(text).validate()));
    }

    /** The first time after the given one, in the time of that zone; empty when there is none. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        var known = times;
        return known == null
                ? Optional.empty()
                : known.nextExecution(after.atZone(zone)).map(time -> time.toInstant());
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cron cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }
}
