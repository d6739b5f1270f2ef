namespace Fairlead.Datapath.Tests.VpcRoute;

/// <summary>
/// Input and expected rows as text, in Cases: adding a case is adding NAME.in and NAME.rows. With FAIRLEAD_ACCEPT set to the
/// folder of the cases, what is planned now becomes what is expected; read the difference before committing it.
/// </summary>
public sealed class PlanCases
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "VpcRoute", "Cases");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.in").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_is_as_expected(string name)
    {
        var input = new CaseFile(File.ReadAllText(Path.Combine(Folder, name + ".in")));
        Assert.Empty(DatapathOptionsValidator.Validate(input.Options));
        var planned = MemoryNode.Plan(input).ToString() + "\n";
        if (Environment.GetEnvironmentVariable("FAIRLEAD_ACCEPT") is { Length: > 0 } accept)
        {
            File.WriteAllText(Path.Combine(accept, name + ".rows"), planned);
        }
        else
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Folder, name + ".rows")), planned);
        }
    }
}
