using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Publishing;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>What people are told when the cloud refuses, and that it helps them.</summary>
public sealed class CloudWordsTests
{
    [Theory]
    [InlineData("AttachNetworkInterface", "ecs:AttachNetworkInterface")]
    [InlineData("DescribeInstanceTypes", "ecs:DescribeInstanceTypes")]
    [InlineData("DescribeVSwitches", "vpc:DescribeVSwitches")]
    [InlineData("DescribeRouteEntryList", "vpc:DescribeRouteEntryList")]
    [InlineData("CreateRouteEntry", "vpc:CreateRouteEntry")]
    [InlineData("DeleteRouteEntry", "vpc:DeleteRouteEntry")]
    public void A_missing_permission_is_named_as_a_policy_writes_it(string action, string permission)
    {
        var error = new CloudException(CloudErrorKind.Denied, action, "x-1", "Forbidden.RAM", "User not authorized to operate on the specified resource.");
        Assert.Equal("PermissionMissing", CloudWords.Reason(error));
        Assert.Equal($"the controller's RAM identity lacks {permission}: grant it; {action} x-1: User not authorized to operate on the specified resource. (Forbidden.RAM)", CloudWords.Message(error));
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.")]
    [InlineData("NoCredentials", "key files: no folder is named")]
    public void Credentials_that_are_not_believed_are_no_missing_permission(string code, string reason)
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni });
        var isRefused = true;
        world.Driver.Fault = (call, done) => isRefused && !done ? new CloudException(CloudErrorKind.CredentialsRefused, call is CreateInterface ? "CreateNetworkInterface" : "DescribeNetworkInterfaces", "", code, reason) : null;
        world.Join("n1");
        world.Run(310);
        var node = Worlds.Condition(world, "n1", "CloudReady");
        var cluster = Words.Cluster(world, "CloudReady");
        foreach (var condition in (Resources.Meta.Condition[])[node, cluster])
        {
            Assert.Equal(("False", "CredentialsRefused"), (condition.Status, condition.Reason));
            Assert.Contains("credentials", condition.Message);
            Assert.Contains($"{reason} ({code})", condition.Message);
            Assert.DoesNotContain("grant", condition.Message);
        }

        Assert.Contains(node.Message, Words.Events(world, "n1", "CredentialsRefused"));
        isRefused = false;
        world.Run(310);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudReady").Status);
        Assert.Equal("True", Words.Cluster(world, "CloudReady").Status);
        Assert.NotEmpty(world.Networks["n1"].Spec.Interfaces);
    }
}
