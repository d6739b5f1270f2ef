using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.OpenApi.Actions;
using Fairlead.Vpc.OpenApi.Credentials;

namespace Fairlead.Vpc.OpenApi.Tests.Sdk;

/// <summary>
/// The official SDKs, as their makers publish them, call every action: the old core with signature version 1, the products' own with
/// version 3. Every field of every answer is one that the product's SDK knows, of the type that it says.
/// </summary>
public sealed class StoryTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../.."));

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("pop-core-get")]
    [InlineData("pop-core-post")]
    [InlineData("sdk")]
    public async Task Every_action_by_an_sdk_of_the_cloud(string kind)
    {
        var modules = Modules();
        await using var cloud = await ServedCloud.StartAsync();
        var (status, output, errors) = await NodeAsync(modules, ["story.js", kind], FirstLine(cloud));
        Assert.True(status == 0, errors);
        Assert.Equal(CloudAction.All.Select(action => action.Name).Order(StringComparer.Ordinal), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("pop-core-get")]
    [InlineData("sdk")]
    public async Task With_the_key_pair_of_a_role(string kind)
    {
        var modules = Modules();
        var random = RandomNumberGenerator.Create();
        var ring = new KeyRing(AccountKeys.Create(ServedCloud.Account, random), TimeProvider.System, random);
        await using var cloud = await ServedCloud.StartAsync(credentials: new RingCredentials(ring, TimeProvider.System));
        var role = ring.Issue("node", "i-node-1", TimeSpan.FromHours(1));
        var (status, _, errors) = await NodeAsync(modules, ["story.js", kind], FirstLine(cloud, role.Id, role.Secret, role.SecurityToken));
        Assert.True(status == 0, errors);
    }

    private static string FirstLine(ServedCloud cloud, string keyId = ServedCloud.KeyId, string secret = ServedCloud.Secret, string? token = null) => JsonSerializer.Serialize(new
    {
        endpoint = cloud.Endpoint,
        regionId = CloudSeed.Region,
        accessKeyId = keyId,
        accessKeySecret = secret,
        securityToken = token,
        vpcId = CloudSeed.Vpc,
        vSwitchIds = cloud.Cloud.State.VSwitches.Keys,
        securityGroupIds = cloud.Cloud.State.SecurityGroups.Keys,
        instanceIds = cloud.Cloud.State.Instances.Keys,
    });

    /// <summary>Where the SDKs are.</summary>
    private static string Modules()
    {
        var script = Path.Combine(Root, "eng", "sdks.sh");
        using var fetched = Process.Start(new ProcessStartInfo(script) { RedirectStandardError = true })!;
        var said = fetched.StandardError.ReadToEndAsync();
        AssertEnds(fetched);
        Assert.SkipUnless(fetched.ExitCode == 0, said.Result.Trim().Split('\n')[^1]);
        using var path = Process.Start(new ProcessStartInfo(script, "--path") { RedirectStandardOutput = true })!;
        return Path.Combine(path.StandardOutput.ReadToEnd().Trim(), "node_modules");
    }

    // What hangs fails its own test, and does not hold up all of them.
    private static void AssertEnds(Process process)
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{process.StartInfo.FileName} does not end");
        }
    }

    private static async Task<(int Status, string Output, string Errors)> NodeAsync(string modules, string[] words, string input)
    {
        using var node = Process.Start(new ProcessStartInfo("node", words)
        {
            WorkingDirectory = Path.Combine(AppContext.BaseDirectory, "Sdk"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = modules },
        })!;
        await node.StandardInput.WriteLineAsync(input);
        node.StandardInput.Close();
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await Task.Run(() => AssertEnds(node));
        return (node.ExitCode, await output, await errors);
    }
}
