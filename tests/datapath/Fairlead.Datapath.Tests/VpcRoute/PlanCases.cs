namespace Fairlead.Datapath.Tests.VpcRoute;

/// <summary>
/// Input and expected rows as text, in the Cases of each mode: adding a case is adding NAME.in and NAME.rows. With FAIRLEAD_ACCEPT set to the
/// project's folder, what is planned now becomes what is expected; read the difference before committing it.
/// </summary>
public sealed class PlanCases
{
    private static readonly string Folder = AppContext.BaseDirectory;

    public static TheoryData<string> Names =>
    [
        .. new[] { "VpcRoute", "SharedEni" }.SelectMany(mode => Directory.GetFiles(Path.Combine(Folder, mode, "Cases"), "*.in"))
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_is_as_expected(string name)
    {
        var input = new CaseFile(File.ReadAllText(Path.Combine(Folder, name + ".in")));
        Assert.Empty(DatapathOptionsValidator.Validate(input.Options, hasCluster: true));
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
