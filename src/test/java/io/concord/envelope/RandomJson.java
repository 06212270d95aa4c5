package io.concord.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.random.RandomGenerator;

/// Random JSON values inside our subset, rich in what goes wrong: escapes, surrogate pairs, private use, long
/// integers.
final class RandomJson {

    private static final int[] ALPHABET = {
        'a', 'b', 'Z', '0', '"', '\\', '/', '\b', '\f', '\n', '\r', '\t', 0x01, 0x1F, 0x7F, 0x80, 0xE9, 0x3A9, 0x4E00,
        0x9FA5, 0x3014, 0xE000, 0xFB33, 0xFEFF, 0xFFFD, 0x10000, 0x1F600, 0x20000
    };

    private final RandomGenerator random;

    RandomJson(RandomGenerator random) {
        this.random = random;
    }

    JsonNode value(int depth) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> make.textNode(text());
            case 1 -> make.numberNode(integer());
            case 2 -> make.booleanNode(random.nextBoolean());
            case 3 -> make.nullNode();
            case 4 -> {
                ArrayNode array = make.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = make.objectNode();
                for (int i = random.nextInt(6); i > 0; i--) {
                    object.set(text(), value(depth - 1));
                }
                yield object;
            }
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    private long integer() {
        long max = (1L << 53) - 1;
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong(-max, max + 1);
            case 1 -> random.nextBoolean() ? max : -max;
            default -> random.nextLong(-1000, 1000);
        };
    }
}
