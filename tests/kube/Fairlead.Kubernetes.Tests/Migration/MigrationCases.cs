using Fairlead.Kubernetes.Tests.Store;
using Fairlead.Migration;
using Fairlead.Migration.Output;
using Fairlead.Migration.Terway;
using Fairlead.Model.Problems;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Resources.Validation;

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

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_made_is_read_as_what_was_meant(string name)
    {
        if (IsRefused(name))
        {
            return;
        }

        var result = TerwayMigration.Translate(Files(name), new Given("c1", "vpc-1"));
        var objects = MigrationText.Json(result)["resources"]!.AsArray().Select(json => System.Text.Encoding.UTF8.GetBytes(json!.ToJsonString())).ToList();
        // Records compare lists by identity: their own text is what is compared.
        Assert.Equal(Text(result.Cluster), Text(ResourceJson.Read<ClusterNetwork>(objects[0])));
        Assert.Equal(result.Classes.Select(Text), objects.Skip(1).Select(json => Text(ResourceJson.Read<PodNetworkClass>(json))));
        Assert.All([result.Cluster, .. result.Classes], (IResource made) => Assert.Empty(ResourceValidation.Problems(made, null, [])));
    }

    /// <summary>Old kubectl, all of the text: what is not for the store is in comments. Twice, for a change is applied like a new one.</summary>
    [Fact]
    public async Task What_comes_out_can_be_applied_as_it_is()
    {
        await using var store = await TestStore.StartAsync();
        using var kubectl = new Kubectl(KubectlTests.Old, store);
        foreach (var name in Names.Select(row => row.Data).Where(name => !IsRefused(name)))
        {
            kubectl.Run("apply", "-f", kubectl.Write($"{name}.yaml", MigrationText.All(TerwayMigration.Translate(Files(name), new Given("c1", "vpc-1")))));
        }

        Assert.Equal("exclusiveEni", kubectl.Run("get", "pnc", "own", "-o", "jsonpath={.spec.mode}"));
    }

    private static bool IsRefused(string name) => name.StartsWith("wrong", StringComparison.Ordinal) || name.StartsWith("broken", StringComparison.Ordinal);

    private static string Text<T>(T resource)
        where T : class, IResource => System.Text.Encoding.UTF8.GetString(ResourceJson.Write(resource).Span);

    private static IReadOnlyList<(string, string)> Files(string name) =>
    [
        .. Directory.GetFiles(Path.Combine(Folder, name)).Where(file => Path.GetFileName(file) != Expected).Order(StringComparer.Ordinal)
            .Select(file => (File.ReadAllText(file), Path.GetFileName(file))),
    ];

    private static string Translate(string name)
    {
        try
        {
            return MigrationText.All(TerwayMigration.Translate(Files(name), new Given()));
        }
        catch (ProblemException error)
        {
            return error.Message + "\n";
        }
    }
}
