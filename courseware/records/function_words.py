"""Words that occur in every text and say nothing about its content, in the languages of the page."""

FUNCTION_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before but by can could did do does for from had has
    have he her here him his how i if in into is it it's its i'm just like me more most my no not of on one only or
    other our out over she should so some such than that the their them then there these they this those to too up us
    very was we were what when where which while who why will with would you your
    aber alle als also am an auch auf aus bei beim bin bis da damit dann das dass dem den denn der des die dies diese
    dieser dir doch du durch ein eine einem einen einer eines er es etwas für habe haben hat hatte hier ich ihm ihn ihr
    im in ist ja kann man mehr mein mich mir mit nach nicht noch nur ob oder ohne sehr sein sich sie sind so über um und
    uns unter viel vom von vor war waren was weil wenn wer werden wie wieder will wir wird wo zu zum zur
    al algo así aunque bien cada como con cuando de del desde donde dos el él ella ellas ellos en entre era eran es esa
    ese eso esta está están este esto fue ha han hasta hay la las le les lo los más me mi mis mucho muy ni no nos
    nosotros o otra otro para pero poco por porque pues que qué se ser si sí sin sobre son su sus también tan te tiene
    todo todos tu un una uno unos y ya yo
    à ai alors après au aussi autre aux avec avoir c'est car ce cela ces cette chez comme d'un d'une dans de des dont du
    elle elles en est et été être eu fait faire il ils j'ai je l'on la le les leur leurs lui ma mais me mes moi mon ne
    nos notre nous on ont ou où par parce pas plus pour qu'il qu'on quand que quel qui sa sans se ses si soi son sont
    sur ta te tes toi ton tous tout très tu une vos votre vous
    أن أنا أنت أو أي إذا إلى إن التي الذي الذين ان او الى بعد بين تم ثم حتى حيث ذلك عن على عند عندما غير في فيه قبل قد
    كان كانت كل كما كيف لا لم لن له لها لو ليس ما مثل مع من منه نحن هذا هذه هل هم هناك هو هي و وهو وهي يا
    """.split()
)
