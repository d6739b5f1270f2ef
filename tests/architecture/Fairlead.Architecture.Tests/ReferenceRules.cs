using System.Xml.Linq;

namespace Fairlead.Architecture.Tests;

/// <summary>Who may know whom: apps know everybody, the layers below know the core, siblings do not know each other.</summary>
public sealed class ReferenceRules
{
    private static readonly Dictionary<string, (string[] May, string Because)> Rules = new()
    {
        ["Fairlead.Model"] = ([], "the model is what all others have in common"),
        ["Fairlead.Reconciliation"] = (["Fairlead.Model"], "the engine knows rows and targets, no kernel and no pods"),
        ["Fairlead.Planning"] = (["Fairlead.Model"], "planners are pure functions of rows"),
        ["Fairlead.Yaml"] = (["Fairlead.Model"], "what people write has places, and problems have them"),
        ["Fairlead.Datapath"] = (["Fairlead.Model"], "a datapath plans rows; it must not see the kernel that gets them"),
        ["Fairlead.Linux"] = (["Fairlead.Model", "Fairlead.Reconciliation"], "the kernel layer applies rows; it must not see who planned them"),
        ["Fairlead.AgentApi"] = ([], "the plug-in compiles part of it, and the plug-in must stay small"),
        ["Fairlead.Vpc"] = (["Fairlead.Model", "Fairlead.Planning", "Fairlead.Yaml", "Fairlead.AgentApi"], "the cloud's rules are one pure state machine; the limits of instance types are those that capacity is planned with"),
        ["Fairlead.Sqlite"] = ([], "how a file is durable has nothing to do with what is in it"),
        ["Fairlead.Vpc.Storage"] = (["Fairlead.Vpc", "Fairlead.Sqlite"], "what is kept on disk is the state machine's own calls"),
        ["Fairlead.Vpc.OpenApi"] = (["Fairlead.Model", "Fairlead.Planning", "Fairlead.Vpc"], "the HTTP face reads and writes; the state machine decides"),
        ["Fairlead.Vpc.Packets"] = (["Fairlead.Model", "Fairlead.AgentApi", "Fairlead.Linux", "Fairlead.Reconciliation", "Fairlead.Vpc"], "the packet face applies what the state machine decides"),
        ["Fairlead.Agent"] = (["Fairlead.Model", "Fairlead.Reconciliation", "Fairlead.Planning", "Fairlead.Datapath", "Fairlead.Linux", "Fairlead.AgentApi", "Fairlead.Resources", "Fairlead.Kubernetes"], "a node knows no cloud and no lab"),
        ["Fairlead.Resources"] = (["Fairlead.Model"], "what is kept in the cluster's store is the same for whoever reads it"),
        ["Fairlead.Kubernetes"] = (["Fairlead.Model", "Fairlead.Resources"], "the client knows the dialect and the kinds, and neither nodes nor clouds"),
        ["Fairlead.Kubernetes.Store"] = (["Fairlead.Model", "Fairlead.Resources", "Fairlead.Sqlite"], "the store answers any client and so knows none"),
        ["Fairlead.Migration"] = (["Fairlead.Model", "Fairlead.Yaml", "Fairlead.Resources"], "a translation reads files and writes resources; it asks no cluster and no cloud"),
        ["Fairlead.Allocation"] = (["Fairlead.Model", "Fairlead.Planning", "Fairlead.Resources", "Fairlead.Cloud"], "what the controller decides is pure, so that thousands of nodes can be simulated"),
        ["Fairlead.Controller"] = (["Fairlead.Model", "Fairlead.Planning", "Fairlead.Yaml", "Fairlead.Resources", "Fairlead.Kubernetes", "Fairlead.Cloud", "Fairlead.Cloud.Alibaba", "Fairlead.Allocation"], "the controller knows store and cloud, and no node"),
        ["Fairlead.Simulation"] = (["Fairlead.Model", "Fairlead.Planning", "Fairlead.Resources", "Fairlead.Cloud", "Fairlead.Cloud.Alibaba", "Fairlead.Allocation", "Fairlead.Vpc", "Fairlead.Testing"], "a simulation has decisions and a cloud, and no processes; of the cloud's client it takes the pace and the meaning of codes"),
        ["fairlead-controller"] = (["Fairlead.Controller", "Fairlead.Model", "Fairlead.Kubernetes"], "an app is wiring and nothing else"),
        ["Fairlead.Cloud"] = (["Fairlead.Model"], "the contract is the same for every cloud"),
        ["Fairlead.Cloud.Alibaba"] = (["Fairlead.Model", "Fairlead.Cloud"], "a provider knows the contract and its own cloud; the emulator tests it over HTTP and is not known to it"),
        ["Fairlead.Conformance"] = (["Fairlead.Model", "Fairlead.Linux"], "the checker judges any plug-in and so knows nothing of ours"),
        ["Fairlead.Testing"] = (["Fairlead.Model", "Fairlead.Planning", "Fairlead.Reconciliation", "Fairlead.Linux", "Fairlead.Vpc", "Fairlead.Cloud", "Fairlead.Cloud.Alibaba"], "fakes stand beside the real thing"),
        ["fairlead-agent"] = (["Fairlead.Agent", "Fairlead.Model"], "an app is wiring and nothing else"),
        ["fairlead-vpc"] = (["Fairlead.Model", "Fairlead.Reconciliation", "Fairlead.Linux", "Fairlead.AgentApi", "Fairlead.Vpc", "Fairlead.Vpc.OpenApi", "Fairlead.Vpc.Packets", "Fairlead.Vpc.Storage"], "an app is wiring and nothing else"),
        ["fairlead-cni"] = ([], "the plug-in starts in 1.5 ms because there is nothing in it"),
    };

    [Fact]
    public void Every_project_references_only_what_its_layer_may()
    {
        var broken = new List<string>();
        foreach (var file in Repository.Files("src", "*.csproj"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (!Rules.TryGetValue(name, out var rule))
            {
                continue;
            }

            broken.AddRange(References(file).Except(rule.May).Select(reference => $"{name} references {reference}: {rule.Because}"));
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Nobody_references_an_app()
    {
        var apps = Repository.Files("src/apps", "*.csproj").Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        var broken = Repository.Files("src", "*.csproj")
            .SelectMany(file => References(file).Where(apps.Contains).Select(app => $"{file} references the app {app}"));
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_rule_is_about_a_project_that_exists()
    {
        var projects = Repository.Files("src", "*.csproj").Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        Assert.Empty(Rules.Keys.Except(projects));
    }

    private static IEnumerable<string> References(string file) =>
        XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference")
            // What is only built along is not referenced: the tool builds the programs that a lab starts.
            .Where(element => element.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/')));
}
