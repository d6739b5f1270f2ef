using Fairlead.Migration;
using Fairlead.Migration.Output;
using Fairlead.Migration.Terway;
using Fairlead.Model.Problems;

namespace Fairlead.Kubernetes.Tests.Migration;

/// <summary>
/// Files of Terway and what is made of them, a folder a case in Cases: adding a case is adding a folder. With FAIRLEAD_ACCEPT set to the
/// folder of the cases, what comes out now becomes what is expected; read the difference before committing it.
/// </summary>
public sealed class MigrationCases
{
    private const string Expected = "expected.txt";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Migration", "Cases");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_key_is_translated_or_named(string name)
    {
        var said = Translate(name);
        if (Environment.GetEnvironmentVariable("FAIRLEAD_ACCEPT") is { Length: > 0 } accept)
        {
            File.WriteAllText(Path.Combine(accept, name, Expected), said);
        }
        else
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Folder, name, Expected)), said);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_secret_is_ever_printed(string name) => Assert.DoesNotContain("SECRET", Translate(name));

    private static string Translate(string name)
    {
        List<(string, string)> files =
        [
            .. Directory.GetFiles(Path.Combine(Folder, name)).Where(file => Path.GetFileName(file) != Expected).Order(StringComparer.Ordinal)
                .Select(file => (File.ReadAllText(file), Path.GetFileName(file))),
        ];
        try
        {
            return MigrationText.All(TerwayMigration.Translate(files, new Given()));
        }
        catch (ProblemException error)
        {
            return error.Message + "\n";
        }
    }
}
