namespace Fairlead.Planning.Doctor.Checks;

/// <summary>The node's sysctls: each with what it was found as and what was made of it.</summary>
internal static class SettingsCheck
{
    private const string Area = "settings";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart) =>
        chart.Report is { } report ? report.Settings.Select(setting => Examine(chart, report, setting)) : [];

    private static Diagnosis Examine(NodeChart chart, AgentReport report, SettingReport setting)
    {
        var name = setting.Setting.Replace('/', '.');
        var found = chart.Kernel.Sysctls.GetValueOrDefault(setting.Setting);
        if (found is not null && (found == setting.Wanted || (found == setting.AlsoRight && found.Length > 0)))
        {
            return Diagnosis.Fine(Area, name, found, setting.Original is { } original && original != found ? $"was {original}, set by the agent" : "found so");
        }

        var error = report.Unfinished.FirstOrDefault(row => row.Table.EndsWith("sysctls", StringComparison.Ordinal) && row.Key == setting.Setting)?.Error;
        return Diagnosis.Trouble(
            Area, name, found ?? "there is no such setting", setting.Wanted,
            error is { Length: > 0 } ? $"the agent could not set it: {error}"
            : report.IsRunning ? "the agent sets it again at once; who keeps changing it? (sysctl.d, another network program)"
            : $"{chart.StartAgent}, or sysctl -w {name}={setting.Wanted}");
    }
}
