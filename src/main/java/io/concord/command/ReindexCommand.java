package io.concord.command;

import io.concord.casebook.Casebook;
import java.io.IOException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Asks every running node to make its search index anew; searches go on with the old one until the new one is whole.
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        description =
                "Make the search indexes anew, without a pause; the nodes' logs show how far they are. 重建检索库，期间不停服。")
final class ReindexCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions at = new DatabaseOptions();

    @Option(
            names = "--from-ledger",
            description =
                    "Read the ledger from its beginning too: what is missing from the casebook is entered. 同时从头重读账本。")
    private boolean fromLedger;

    @Override
    public Integer call() throws IOException {
        DataSource database = at.open().orElse(null);
        if (database == null) {
            return 1;
        }
        Casebook casebook = new Casebook(database);
        if (fromLedger) {
            casebook.readLedgerAgain();
        }
        casebook.makeIndexesAnew();
        System.out.println("Asked; the nodes log their progress. 已要求重建，进度见各节点日志。");
        return 0;
    }
}
