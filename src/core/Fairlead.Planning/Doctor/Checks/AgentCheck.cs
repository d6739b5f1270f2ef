namespace Fairlead.Planning.Doctor.Checks;

/// <summary>Whether there is an agent, what it waits for, and what it could not write down or take up.</summary>
internal static class AgentCheck
{
    private const string Area = "agent";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart) => chart.Report is { } report
        ? [State(chart, report), Configuration(report), .. Journal(report), .. Leftovers(report)]
        : [Silent(chart)];

    private static Diagnosis Silent(NodeChart chart) =>
        Diagnosis.Trouble(Area, "agent", chart.Silence, "an agent that answers", chart.StartAgent);

    private static Diagnosis State(NodeChart chart, AgentReport report) => report switch
    {
        { IsRunning: false } => Diagnosis.Trouble(
            Area, "agent", $"{chart.Silence}; what follows is from its files and the kernel", "an agent that answers",
            $"{chart.StartAgent}; meanwhile pods keep running, nothing is repaired and no pod can start"),
        { IsReady: false } => Diagnosis.Trouble(Area, "agent", $"{report.Version}, waits: {string.Join("; ", report.Obstacles)}", "ready", "put right what it waits for; it goes on by itself"),
        { Obstacles.Count: > 0 } => Diagnosis.Trouble(Area, "agent", $"{report.Version}, but {string.Join("; ", report.Obstacles)}", "able to attach pods", "see below"),
        _ => Diagnosis.Fine(Area, "agent", $"{report.Version}, ready"),
    };

    private static Diagnosis Configuration(AgentReport report) => report.ConfigurationProblem.Length == 0
        ? Diagnosis.Fine(Area, "configuration", $"{report.ConfigurationFile} is in use")
        : Diagnosis.Trouble(
            Area, "configuration", report.ConfigurationProblem, "a file that can be used",
            report.Plan is null ? "mend it; it is read again every second" : "mend it; the last good one stays in use until then");

    private static IEnumerable<Diagnosis> Journal(AgentReport report)
    {
        if (report.JournalFailure.Length > 0)
        {
            yield return Diagnosis.Trouble(
                Area, "journal", report.JournalFailure, "a journal that can be written",
                "make room or mend the disk: until then no pod can be attached, for its address would be forgotten at a crash");
        }
        else if (report.JournalDamage.Length > 0)
        {
            yield return Diagnosis.Note(Area, "journal", report.JournalDamage);
        }
        else
        {
            yield return Diagnosis.Fine(Area, "journal", "whole and written to");
        }
    }

    private static IEnumerable<Diagnosis> Leftovers(AgentReport report) => report switch
    {
        { PendingDeletions: 0 } => [],
        { IsRunning: true } => [Diagnosis.Note(Area, "deletions", $"{report.PendingDeletions} requests wait that plug-ins left while no agent answered", "the agent takes them up every second")],
        _ => [Diagnosis.Trouble(Area, "deletions", $"{report.PendingDeletions} requests wait that plug-ins left", "none", "the agent takes them up when it is started; until then these pods' addresses stay taken")],
    };
}
