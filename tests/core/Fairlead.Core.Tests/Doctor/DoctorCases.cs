using Fairlead.Planning.Doctor;

namespace Fairlead.Core.Tests.Doctor;

/// <summary>
/// What is wrong with a node and what the doctor says of it as text, in Cases: adding a case is adding NAME.in and NAME.out. With
/// FAIRLEAD_ACCEPT set to the folder of the cases, what is said now becomes what is expected; read the difference before committing it.
/// </summary>
public sealed class DoctorCases
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Doctor", "Cases");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.in").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_fault_is_named_with_its_remedy(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name + ".in"));
        var chart = ChartText.Read(lines);
        var said = string.Join('\n', DoctorText.Lines(chart.Node, NodeDoctor.Examine(chart), all: lines.Contains("# all"))) + "\n";
        if (Environment.GetEnvironmentVariable("FAIRLEAD_ACCEPT") is { Length: > 0 } accept)
        {
            File.WriteAllText(Path.Combine(accept, name + ".out"), said);
        }
        else
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Folder, name + ".out")), said);
        }
    }

    [Fact]
    public void A_report_is_the_same_after_its_travel()
    {
        var report = ChartText.Healthy.Report!;
        Assert.Equal(report.ToJson().ToJsonString(), AgentReport.Read(report.ToJson()).ToJson().ToJsonString());
    }
}
