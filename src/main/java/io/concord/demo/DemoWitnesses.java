package io.concord.demo;

import io.concord.ledger.LogKeys;
import io.concord.platform.ConcordSettings;
import io.concord.witness.Witness;
import io.concord.witness.WitnessFolder;
import io.concord.witness.WitnessServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Three agencies watch the demo's log, each with a folder and a port of its own; two of them are enough. Their
/// addresses
/// change with each start, so the policy in `data/demo/policy.txt` is written anew.
@Component(DemoWitnesses.NAME)
@ConditionalOnProperty({"concord.demo.enabled", "concord.demo.witnesses"})
class DemoWitnesses implements InitializingBean, DisposableBean {

    static final String NAME = "demoWitnesses";
    private static final List<String> AGENCIES =
            List.of("519901-PROCURATORATE-01", "519901-TRADE_UNION-01", "519901-HRSS-01");

    private final ConcordSettings settings;
    private final LogKeys log;
    private final SecureRandom random;
    private final InstantSource clock;
    private final List<AutoCloseable> open = new ArrayList<>();

    DemoWitnesses(ConcordSettings settings, LogKeys log, SecureRandom random, InstantSource clock) {
        this.settings = settings;
        this.log = log;
        this.random = random;
        this.clock = clock;
    }

    /// The policy must be there before it is read.
    @Component
    @ConditionalOnProperty({"concord.demo.enabled", "concord.demo.witnesses"})
    static class First implements BeanFactoryPostProcessor {
        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
            beans.getBeanDefinition("witnesses").setDependsOn(NAME);
        }
    }

    @Override
    public void afterPropertiesSet() throws IOException {
        StringBuilder policy = new StringBuilder();
        for (String agency : AGENCIES) {
            Path place = settings.data().resolve("demo/witness").resolve(agency);
            if (!Files.isDirectory(place)) {
                WitnessFolder.init(place, "witness.example/" + agency, random);
            }
            WitnessFolder folder = WitnessFolder.open(place);
            open.add(folder);
            WitnessServer server = WitnessServer.start(
                    new Witness(folder, log.keys(), clock),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    folder.vkeys());
            open.addFirst(server);
            String[] vkeys = folder.vkeys().split("\n");
            policy.append("witness %s %s %s\nwitness %s#sm2 %s\ngroup %s#both all %s %s#sm2\n"
                    .formatted(agency, vkeys[0], server.url(), agency, vkeys[1], agency, agency, agency));
        }
        policy.append("group agencies 2");
        AGENCIES.forEach(agency -> policy.append(' ').append(agency).append("#both"));
        Path file = settings.data().resolve("demo/policy.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, policy.append("\nquorum agencies\n").toString());
    }

    @Override
    public void destroy() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }
}
