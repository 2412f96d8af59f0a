"""Notes written for these tests: what sellers send, what people send, what machines send."""

PITCHES = (
    "Hi Maren, our mobile app puts bite-sized safety lessons in the pocket of every driver. Would your depot "
    "managers like a trial next month?",
    "Hello, I represent a team of 40 Laravel and React engineers in Pune. If you have projects waiting for hands, "
    "we can start on Monday at rates you will like.",
    "Maren, most heads of learning tell us their completion rates are stuck. We fixed that for two retailers. "
    "Ten minutes on Tuesday?",
    "Good afternoon. I own a translation bureau and we localise e-learning into 60 languages at low cost. May I "
    "send you our price list?",
    "Hey! I coach senior women to double their fees without more hours. Doors close on Friday, message me FEES.",
    "I'd love to introduce you to SkillHarbour, the platform that replaces three tools you already pay for.",
    "Would you be the right person to speak to about compliance training? We have just cut the price of our "
    "library by a third.",
    "Hi there, are you happy with your current LMS? We can migrate you in a week, free of charge.",
    "Our explainer videos have won two awards this year. I would be glad to make the first one for you for free.",
    "I sell refurbished laptops to training centres and can beat any quote you have. Worth a chat?",
    "We're a boutique agency that ghostwrites LinkedIn posts for busy directors. Shall I send three samples?",
    "Saw that you are hiring. We place vetted trainers in ten days and you only pay if they stay.",
    "Hello Maren, can I ask how you currently measure the return on your training spend? We built a dashboard for "
    "that and I'd like to show you.",
    "Join my free masterclass on passive income this Sunday, only 12 seats left!",
    "Ever thought of property in Dubai? My clients see returns of 9 % a year.",
    "I noticed your website loads slowly. I do SEO audits and could get you on page one in 60 days.",
    "Hi Maren, I'm launching a podcast for learning leaders and have sponsorship packages from 500 pounds.",
    "We help mid-sized firms keep their best people. Could we find 15 minutes this week?",
    "Grow your personal brand with me: my students gain 5,000 followers in a month. Interested?",
    "I am reaching out as our consultants have saved hospitals like yours thousands on mandatory training.",
    "Have you considered virtual reality for induction? Our headsets come with 200 ready scenarios. Book a demo "
    "here: https://calendly.example/vr",
    "Quick one: who looks after your learning budget? I have an offer that ends this month.",
    "I work with organisations such as yours to design leadership programmes that stick. Happy to share a case study.",
    "As a financial adviser I help professionals plan for an early retirement. When would suit you for a short call?",
    "My new book on agile learning is out. I can offer your team a bulk discount and a signed copy for you.",
    "I am building a community of L&D leaders. Membership is invite-only and the first month costs nothing.",
    "Let's explore how we could support your onboarding. Our clients see new starters productive twice as fast.",
    "Hi, we automate the boring parts of course authoring with AI. Teams like yours ship in half the time. Curious?",
    "I'd welcome the chance to tell you about our coaching services and how they might benefit your managers.",
    "Open to new opportunities? I'm expanding my business and looking for three motivated partners to earn with me.",
)

ORDINARY = (
    "saw your talk on xAPI in Leeds, would like to compare notes",
    "Hi Maren, we sat next to each other at the Learning Pool dinner and you told me about the apprenticeship "
    "levy. I would like to stay in touch.",
    "Your post on forgetting curves changed how I plan refreshers. I would enjoy reading more from you.",
    "I'm a nurse educator in Hull moving into instructional design, and I would be grateful for your advice on a "
    "first portfolio.",
    "Tom Ellery suggested I talk to you about evaluating leadership courses. Could I ask you two questions?",
    "We worked together at Brightwater from 2009 to 2011, I was Ana Berg then!",
    "I am writing my dissertation on workplace learning in care homes and read your article. May I cite it?",
    "Thanks for answering my question in the webinar this morning. It was the clearest account of Kirkpatrick I "
    "have heard.",
    "Hello Maren, I joined the accessibility group you moderate and wanted to say hello.",
    "I run the learning team at a housing association and we face the same trouble with mandatory courses that you "
    "wrote about last week.",
    "Are you going to the conference in Birmingham in October? A few of us meet for supper the evening before.",
    "You interviewed me for the evaluation role in 2016. I didn't get it, but your feedback has helped ever since.",
    "I teach maths in Bradford and follow what you say about spacing. Would love to hear how it went with adults.",
    "My client is looking for a head of learning in Leeds, permanent, hybrid. Your background fits; would you like "
    "to hear more?",
    "I'm recruiting a digital learning designer and wondered whether you or somebody you know might be interested "
    "in the role.",
    "I've just finished my master's and am looking for my first job in learning design. Do you have any advice?",
    "We both commented on Priya's thread about badges, and I'd like to keep that discussion going.",
    "Your colleague Sam Oduya said you know the history of the open badges pilot at the council.",
    "I was in your session on scenario writing at the museum. I have tried the branching trick since and it works.",
    "Are you the Maren Holt who played viola in the Leeds student orchestra?",
    "I'm new to Yorkshire and trying to meet people who care about adult literacy.",
    "Could I invite you to speak to my students about evaluation? We are at the college in Wakefield, in May.",
    "I maintain the xAPI library that you mentioned in your blog. Thank you for the bug report!",
    "I enjoyed your chapter in the mentoring handbook, and have a question about the third case.",
    "Our offices are across the road from each other, and I keep seeing your name on the community board.",
    "I'd like to learn how you moved the induction online without losing people, we start ours in spring.",
    "It was lovely to meet you on the train to York. Here is the reading list I promised.",
    "We are researching how charities train volunteers; would you share your experience in a short interview?",
    "Hello from a fellow former archaeologist who ended up in training!",
    "I disagree with your post on learning styles, politely, and would like to talk it through.",
)

STOCK = (
    "I'd like to add you to my professional network on LinkedIn.",
    "Hi Maren, I'd like to join your LinkedIn network.",
    "Since you are a person I trust, I wanted to invite you to join my network on LinkedIn.",
    "Ich möchte Sie gerne zu meinem beruflichen Netzwerk auf LinkedIn hinzufügen.",
    "J'aimerais vous inviter à rejoindre mon réseau professionnel sur LinkedIn.",
    "Me gustaría añadirte a mi red profesional en LinkedIn.",
    "Vorrei aggiungerti alla mia rete professionale su LinkedIn.",
    "Gostaria de adicioná-lo à minha rede profissional no LinkedIn.",
    "Ik wil je graag toevoegen aan mijn professionele netwerk op LinkedIn.",
    "Chciałbym dodać Panią do mojej sieci kontaktów na LinkedIn.",
    "I would like to include you in my professional network.",
    "Jag skulle vilja lägga till dig i mitt professionella nätverk på LinkedIn.",
    "Aș dori să te adaug la rețeaua mea profesională pe LinkedIn.",
    "Rád bych Vás přidal do své profesní sítě na LinkedInu.",
    "Szeretném felvenni a szakmai hálózatomba a LinkedInen.",
    "Haluaisin liittää sinut verkostooni LinkedInissä.",
    "Θα ήθελα να σας προσθέσω στο επαγγελματικό μου δίκτυο.",
    "Я хотів би додати вас до своєї професійної мережі в LinkedIn.",
    "Я хотел бы добавить Вас в свою профессиональную сеть на LinkedIn.",
    "Sizi profesyonel ağıma eklemek istiyorum.",
)

TEMPLATES = (
    "Hi {first_name}, your work at {company} caught my eye.",
    "Hello %FIRSTNAME%, I see you work in learning.",
    "Dear [Name], it would be an honour to have you among my contacts in Yorkshire.",
    "Hi <<First Name>>, I enjoyed your recent post.",
    "Hi , I saw that you work at , and thought of you.",
    "Dear Sir or Madam, I wish to talk with a person of your standing about schools.",
    "Hi Maren, I came across your profile and was impressed. I'm always looking to expand my network with "
    "like-minded professionals.",
    "Hello, we have several mutual connections, so I thought we should connect. Looking forward to connecting!",
    "Hope you are well. Let's connect!",
    "{Hi|Hello} Maren, lovely to find another {trainer|teacher} here in Leeds.",
)

ELSEWHERE = (
    "Liebe Frau Holt, wir haben uns auf der Tagung in Köln gesprochen und ich würde das gerne fortsetzen.",
    "Bonjour Maren, j'ai lu votre article sur les badges et je serais ravi d'en discuter avec vous.",
    "Hola Maren, soy profesora en Vigo y me gustaría saber más de su curso para los mayores.",
    "Здравствуйте, я слушал ваш доклад в Лидсе и хотел задать вопрос.",
    "先日の講演をありがとうございました。もう少しお話を伺えますか。",
)
