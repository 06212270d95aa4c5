package io.concord.desk;

import io.concord.agency.Agencies;
import io.concord.agency.Agency;
import io.concord.agency.Register;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.RecordType;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 交换约定一览: who may send what to whom today, by what record types allow and what agencies have agreed.
@Controller
class AgreementsController {

    /// Beyond these a table is no overview.
    private static final int MOST = 60;

    private final Agencies agencies;
    private final Catalogue catalogue;
    private final Signing signing;

    AgreementsController(Agencies agencies, Catalogue catalogue, Signing signing) {
        this.agencies = agencies;
        this.catalogue = catalogue;
        this.signing = signing;
    }

    /// @param may how many of the chosen record types the sender may send to each agency, in the order of the rows
    record Row(Agency sender, List<Integer> may) {}

    /// @param type a record type; empty for all
    /// @param region agencies whose code begins with it
    @GetMapping("/desk/operations/agreements")
    String matrix(
            @RequestParam(defaultValue = "") String type, @RequestParam(defaultValue = "") String region, Model model) {
        Register register = agencies.register();
        LocalDate today = signing.today();
        List<Agency> all = register.agencies().stream()
                .filter(agency ->
                        agency.takesPartOn(today) && agency.code().value().startsWith(region.strip()))
                .sorted(Comparator.comparing(agency -> agency.code().value()))
                .toList();
        List<Agency> shown = all.subList(0, Math.min(MOST, all.size()));
        List<RecordTypeDescriptor> types = catalogue.types().stream()
                .sorted(Comparator.comparing(RecordTypeDescriptor::rt))
                .toList();
        List<RecordTypeDescriptor> chosen = types.stream()
                .filter(t -> type.isEmpty() || t.type().equals(type))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (Agency sender : shown) {
            List<Integer> may = new ArrayList<>();
            for (Agency recipient : shown) {
                may.add(
                        sender.equals(recipient)
                                ? 0
                                : (int) chosen.stream()
                                        .filter(t -> allows(register, t, sender.code(), recipient.code(), today))
                                        .count());
            }
            rows.add(new Row(sender, may));
        }
        model.addAttribute("rows", rows);
        model.addAttribute("types", types);
        model.addAttribute("type", type);
        model.addAttribute("region", region);
        model.addAttribute("left", all.size() - shown.size());
        return "desk/agreements";
    }

    private static boolean allows(
            Register register, RecordTypeDescriptor type, AgencyCode sender, AgencyCode recipient, LocalDate day) {
        return type.maySend(sender.kind())
                && type.mayReceive(recipient.kind())
                && register.allows(new RecordType(type.type()), sender, recipient, day);
    }
}
