namespace Fairlead.Planning.Doctor.Checks;

/// <summary>What is ours in the kernel against what is wished, table after table, and how often somebody meddled with it.</summary>
internal static class TablesCheck
{
    private const string Area = "objects";

    // Who sees five of a kind knows the kind.
    private const int Shown = 5;

    public static IEnumerable<Diagnosis> Examine(NodeChart chart)
    {
        if (chart.Report is not { } report)
        {
            yield break;
        }

        var rows = report.Rows.Keys.Concat(report.Unfinished.Select(row => row.Table)).Distinct();
        foreach (var diagnosis in rows.SelectMany(table => Table(chart, report, table)).Concat(report.Drift.SelectMany(Drift)))
        {
            yield return diagnosis;
        }
    }

    private static IEnumerable<Diagnosis> Table(NodeChart chart, AgentReport report, string table)
    {
        var broken = report.Unfinished.Where(row => row.Table == table && !HasFindingOfItsOwn(report, row)).ToList();
        if (broken.Count == 0)
        {
            return [Diagnosis.Fine(Area, table, $"{report.Rows.GetValueOrDefault(table)} rows in sync")];
        }

        var shown = broken.Take(Shown).Select(row => Diagnosis.Trouble(Area, table, Found(row), Expected(row), Remedy(chart, report, row)));
        return broken.Count > Shown
            ? [.. shown, Diagnosis.Trouble(Area, table, $"{broken.Count - Shown} further rows are not in sync", "all in sync", $"fairlead table {table} --node {chart.Node}")]
            : shown;
    }

    private static bool HasFindingOfItsOwn(AgentReport report, RowReport row) =>
        row.Table == "forward-policies" || report.Settings.Any(setting => setting.Setting == row.Key);

    private static string Found(RowReport row) => row.Kernel.Length == 0 ? $"{row.Key} is missing" : $"{row.Key} is {row.Kernel}";

    private static string Expected(RowReport row) => row.Wanted.Length == 0 ? "that it is not there" : row.Wanted;

    private static string Remedy(NodeChart chart, AgentReport report, RowReport row) =>
        row.Error.Length > 0 ? $"the kernel said: {row.Error}; the agent tries again"
        : report.IsRunning ? "the agent is at it"
        : $"{chart.StartAgent}: it is put right at its start";

    private static IEnumerable<Diagnosis> Drift(DriftReport drift) => drift.Missing + drift.Altered == 0 ? [] :
    [
        Diagnosis.Note(
            Area, drift.Table, $"{drift.Missing} rows were removed and {drift.Altered} changed by somebody else since the agent started",
            "they were put back; find out who changes what is ours"),
    ];
}
