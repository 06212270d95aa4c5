package io.concord.web;

import io.concord.search.Facets;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The address of a search: what was asked, chosen and in which order, without the page and without what is not ours.
record PageAddress(Map<String, List<String>> parameters) {

    PageAddress {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        parameters.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        parameters = copy;
    }

    static PageAddress of(HttpServletRequest http) {
        Map<String, List<String>> known = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(List.of("q"));
        names.addAll(Facets.ALL);
        names.addAll(List.of("order", "lang"));
        for (String name : names) {
            String[] values = http.getParameterValues(name);
            if (values != null) {
                known.put(
                        name, List.of(values).stream().filter(v -> !v.isBlank()).toList());
            }
        }
        return new PageAddress(known);
    }

    PageAddress with(String name, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
        changed.put(name, List.of(value));
        return new PageAddress(changed);
    }

    PageAddress without(List<String> names) {
        Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
        names.forEach(changed::remove);
        return new PageAddress(changed);
    }

    /// With this value where it was not, without it where it was.
    PageAddress toggled(String name, String value) {
        List<String> values = new ArrayList<>(parameters.getOrDefault(name, List.of()));
        if (!values.remove(value)) {
            values.add(value);
        }
        Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
        changed.put(name, values);
        return new PageAddress(changed);
    }

    /// A field of a form that asks again and keeps this.
    record Field(String name, String value) {}

    /// All but the question.
    List<Field> kept() {
        List<Field> fields = new ArrayList<>();
        parameters.forEach((name, values) -> values.forEach(value -> {
            if (!name.equals("q")) {
                fields.add(new Field(name, value));
            }
        }));
        return fields;
    }

    String at(String path) {
        StringBuilder url = new StringBuilder(path);
        parameters.forEach((name, values) ->
                values.forEach(value -> url.append(url.length() == path.length() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return url.toString();
    }
}
