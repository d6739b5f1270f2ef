using Fairlead.Model.Problems;
using Fairlead.Planning.Capacity;

namespace Fairlead.Core.Tests.Capacity;

public sealed class InstanceTypeTests
{
    [Theory]
    [InlineData("ecs.g7.large", 2, 12)]
    [InlineData("ecs.g7.xlarge", 3, 45)]
    [InlineData("ecs.g7.4xlarge", 7, 210)]
    public void Pods_follow_from_ENIs_and_addresses(string name, int exclusive, int shared)
    {
        var type = InstanceTypeTable.BuiltIn.Find(name);
        Assert.Equal((exclusive, shared), (type.ExclusivePods, type.SharedPods));
    }

    [Fact]
    public void An_unknown_type_names_the_nearest()
    {
        var error = Assert.Throws<ProblemException>(() => InstanceTypeTable.BuiltIn.Find("ecs.g7.xlrage"));
        Assert.Contains("did you mean ecs.g7.xlarge", error.Message);
    }

    [Fact]
    public void The_users_own_types_win()
    {
        var own = InstanceTypeFile.Read("instanceTypes:\n  ecs.g7.large: { enis: 9, addressesPerEni: 9 }\n  my.type: { enis: 2, addressesPerEni: 3 }", "own");
        var table = InstanceTypeTable.BuiltIn.With(own);
        Assert.Equal(72, table.Find("ecs.g7.large").SharedPods);
        Assert.Equal(3, table.Find("my.type").SharedPods);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_places()
    {
        const string text = """
            instanceTypes:
              a.large: { enis: many, addresesPerEni: 6 }
              b.large: 3
              c.large: { enis: 0, addressesPerEni: 6 }
            colour: blue
            """;
        var error = Assert.Throws<ProblemException>(() => InstanceTypeFile.Read(text, "types.yaml"));
        Assert.Equal(
            [
                "line 5, column 1: colour: no key 'colour'; there are instanceTypes",
                "line 2, column 26: instanceTypes.a.large.addresesPerEni: no key 'addresesPerEni'; did you mean addressesPerEni?",
                "line 2, column 20: instanceTypes.a.large.enis: 'many' is no whole number from 1 to 256",
                "line 2, column 12: instanceTypes.a.large.addressesPerEni: is missing",
                "line 3, column 12: instanceTypes.b.large: must be { enis: N, addressesPerEni: N }",
                "line 4, column 20: instanceTypes.c.large.enis: '0' is no whole number from 1 to 256",
            ],
            error.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Broken_YAML_is_a_problem_with_a_place() =>
        Assert.Contains("line ", Assert.Throws<ProblemException>(() => InstanceTypeFile.Read("a: [", "x")).Message);
}
