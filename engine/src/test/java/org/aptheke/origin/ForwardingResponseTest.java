package org.aptheke.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ForwardingResponseTest {
    private static List<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
                .map(ForwardingResponseTest::signature)
                .toList();
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** Also those that have an answer of their own where nobody gives another. */
    @Test
    void everyMethod_isPassedOn() {
        assertThat(methods(OriginResponse.class)).contains("interims[]");
        assertThat(methods(ForwardingResponse.class)).containsAll(methods(OriginResponse.class));
    }
}
