using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Schemas;
using Fairlead.Kubernetes.Store.Tables;
using Fairlead.Model.Problems;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class SchemaTests
{
    private static SchemaNode Schema(string yaml) => SchemaReading.Read(YamlText.Read(yaml).Single(), "test");

    [Theory]
    [InlineData("{type: object, properties: {a: {type: integer, minimum: 1, maximum: 3}}}", """{"a":4}""", "a")]
    [InlineData("{type: object, properties: {a: {type: integer, exclusiveMinimum: true, minimum: 1}}}", """{"a":1}""", "a")]
    [InlineData("{type: object, properties: {a: {type: number, multipleOf: 5}}}", """{"a":7}""", "a")]
    [InlineData("{type: object, properties: {a: {type: integer}}}", """{"a":1.5}""", "a")]
    [InlineData("{type: object, properties: {a: {type: string, maxLength: 2}}}", """{"a":"äöü"}""", "a")]
    [InlineData("{type: object, properties: {a: {type: string, pattern: '^x'}}}", """{"a":"yx"}""", "a")]
    [InlineData("{type: object, properties: {a: {type: array, minItems: 1, items: {type: string}}}}", """{"a":[]}""", "a")]
    [InlineData("{type: object, properties: {a: {type: array, maxItems: 1, items: {type: string}}}}", """{"a":["x",1]}""", "a a[1]")]
    [InlineData("{type: object, properties: {a: {type: array, x-kubernetes-list-type: set, items: {type: string}}}}", """{"a":["x","y","x"]}""", "a[2]")]
    [InlineData("{type: object, properties: {a: {type: object, additionalProperties: {type: boolean}, maxProperties: 2}}}", """{"a":{"p":true,"q":1,"r":false}}""", "a a.q")]
    [InlineData("{type: object, required: [a, b], properties: {a: {type: string}}}", "{}", "a b")]
    [InlineData("{type: object, properties: {a: {x-kubernetes-int-or-string: true}}}", """{"a":true}""", "a")]
    [InlineData("{type: object, properties: {a: {type: object, oneOf: [{required: [x]}, {required: [y]}], properties: {x: {type: string}, y: {type: string}}}}}", """{"a":{"x":"1","y":"2"}}""", "a")]
    [InlineData("{type: object, properties: {a: {type: string, not: {enum: [x]}}}}", """{"a":"x"}""", "a")]
    [InlineData("{type: object, properties: {a: {type: string, anyOf: [{pattern: ^x}, {pattern: ^y}]}}}", """{"a":"z"}""", "a")]
    [InlineData("{type: object, properties: {a: {type: string, nullable: true}, b: {type: string}}}", """{"a":null,"b":null}""", "b")]
    public void What_does_not_fit_is_named(string schema, string json, string paths)
    {
        var problems = SchemaCheck.Check(Schema(schema), JsonNode.Parse(json)!, null, "");
        Assert.Equal(paths, string.Join(' ', problems.Select(problem => problem.Path).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void What_is_there_once_does_not_change_where_the_schema_says_so()
    {
        var schema = Schema("{type: object, properties: {a: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: it stays}]}}}");
        Assert.Empty(SchemaCheck.Check(schema, JsonNode.Parse("""{"a":"1"}""")!, JsonNode.Parse("{}"), ""));
        Assert.Equal("a: Invalid value: \"2\": it stays", SchemaCheck.Check(schema, JsonNode.Parse("""{"a":"2"}""")!, JsonNode.Parse("""{"a":"1"}"""), "").Single().ToString());
        Assert.Throws<ProblemException>(() => Schema("{type: object, properties: {a: {x-kubernetes-validations: [{rule: self > 3}]}}}"));
    }

    [Fact]
    public void Defaults_are_filled_in_where_their_parent_is()
    {
        var schema = Schema("{type: object, properties: {a: {type: object, default: {}, properties: {b: {type: integer, default: 3}}}, c: {type: array, items: {type: object, properties: {d: {type: string, default: x}}}}, e: {type: object, properties: {f: {type: string, default: y}}}}}");
        var json = JsonNode.Parse("""{"c":[{},{"d":"z"}]}""")!.AsObject();
        SchemaDefaults.Fill(schema, json);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"c":[{"d":"x"},{"d":"z"}],"a":{"b":3}}"""), json), json.ToJsonString());
    }

    [Theory]
    [InlineData(".a.b", "1")]
    [InlineData(".list[1].n", "two")]
    [InlineData(".list[*].n", "one two")]
    [InlineData(""".list[?(@.n=="two")].v""", "2")]
    [InlineData(@".notes.x\.y/z", "note")]
    [InlineData(".a.nothing.at.all", "")]
    public void A_column_finds_its_value(string path, string expected)
    {
        var row = JsonNode.Parse("""{"a":{"b":1},"list":[{"n":"one","v":1},{"n":"two","v":2}],"notes":{"x.y/z":"note"}}""")!;
        Assert.Equal(expected, string.Join(' ', JsonPath.Parse(path).Find(row).Select(value => value.ToString())));
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData(".a[")]
    [InlineData(".a[?(@.x>3)]")]
    [InlineData("")]
    public void A_path_that_is_not_known_is_refused(string path) => Assert.Throws<ProblemException>(() => JsonPath.Parse(path));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(125, "2m5s")]
    [InlineData(1200, "20m")]
    [InlineData(4 * 3600, "4h")]
    [InlineData((4 * 3600) + 120, "4h2m")]
    [InlineData(30 * 3600, "30h")]
    [InlineData(3 * 86400, "3d")]
    [InlineData(400 * 86400, "400d")]
    [InlineData(-60, "<invalid>")]
    public void Ages_read_as_kubectl_says_them(int seconds, string text) => Assert.Equal(text, HumanAge.Of(TimeSpan.FromSeconds(seconds)));
}
